namespace WisdomWave.Completion.Metrics;

internal enum CacheResult
{
    Hit,
    Miss,

    /// <summary>An identical call was in flight, here or in another replica: its answer served both.</summary>
    Joined,

    /// <summary>Answered as a similar question was.</summary>
    Similar,

    /// <summary>Not asked: a fresh answer was wanted, the cache is off, or the request is of a kind that is not cached.</summary>
    Bypass,

    /// <summary>Away, or slower than it may be.</summary>
    Unavailable,
}
