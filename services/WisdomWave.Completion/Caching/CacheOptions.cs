namespace WisdomWave.Completion.Caching;

/// <summary>The response cache (<c>Cache</c>); without <c>ConnectionStrings:cache</c> there is none.</summary>
internal sealed class CacheOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>Whether people who ask the same first question get the same answer; off, an answer stays within its conversation.</summary>
    public bool Shared { get; set; } = true;

    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A longer answer is not stored.</summary>
    public int MaxEntryBytes { get; set; } = 64 * 1024;

    /// <summary>An answer does not wait longer than this for the cache.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(50);
}
