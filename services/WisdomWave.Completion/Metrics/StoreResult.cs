namespace WisdomWave.Completion.Metrics;

internal enum StoreResult
{
    Stored,
    TooLarge,

    /// <summary>More answers were waiting to be stored than are kept waiting.</summary>
    Dropped,

    Unavailable,
}
