namespace WisdomWave.Completion.Metrics;

internal enum SimilarResult
{
    Found,
    None,

    /// <summary>The provider gave no vector.</summary>
    NotEmbedded,

    /// <summary>Redis is away.</summary>
    Unavailable,

    /// <summary>The vector or Redis took longer than a question waits.</summary>
    TooSlow,
}
