namespace WisdomWave.Ingress.Bots;

/// <summary>Delays between retries.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestForToken = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestForDialog = TimeSpan.FromSeconds(2);

    /// <summary>Exponential: doubles with each failure up to 30 s, with up to half of it subtracted at random so that clients do not retry in step.</summary>
    /// <param name="failures">Consecutive failures, from 1.</param>
    public static TimeSpan After(int failures) => After(failures, Longest, Random.Shared.NextDouble());

    /// <summary>At most 2 s: dialog restarts within seconds, and updates wait for it.</summary>
    /// <param name="failures">Consecutive failures, from 1.</param>
    public static TimeSpan ForDialog(int failures) => After(failures, LongestForDialog, Random.Shared.NextDouble());

    /// <summary>At most 1 min: a rejected token may become valid again, for instance when the server had not loaded it yet.</summary>
    /// <param name="failures">Consecutive failures, from 1.</param>
    public static TimeSpan ForToken(int failures) => After(failures, LongestForToken, Random.Shared.NextDouble());

    public static TimeSpan After(int failures, TimeSpan longest, double random)
    {
        var full = Math.Min(First.TotalSeconds * Math.Pow(2, Math.Min(failures, 20) - 1), longest.TotalSeconds);
        return TimeSpan.FromSeconds(full * (0.5 + random / 2));
    }
}
