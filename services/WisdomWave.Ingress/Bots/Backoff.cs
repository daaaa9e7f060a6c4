namespace WisdomWave.Ingress.Bots;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestForToken = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestForDialog = TimeSpan.FromSeconds(2);

    /// <summary>Doubles with each failed try up to half a minute; a random half of it, so that many do not come back at once.</summary>
    /// <param name="failures">How many tries have failed in a row, from 1.</param>
    public static TimeSpan After(int failures) => After(failures, Longest, Random.Shared.NextDouble());

    /// <summary>Dialog is next door and starts again within seconds; whoever waits for it is to notice soon.</summary>
    /// <param name="failures">How many tries have failed in a row, from 1.</param>
    public static TimeSpan ForDialog(int failures) => After(failures, LongestForDialog, Random.Shared.NextDouble());

    /// <summary>A token that Telegram rejects may be taken again: a revoked one rarely, one that its server did not know for a moment soon.</summary>
    /// <param name="failures">How many tries have failed in a row, from 1.</param>
    public static TimeSpan ForToken(int failures) => After(failures, LongestForToken, Random.Shared.NextDouble());

    public static TimeSpan After(int failures, TimeSpan longest, double random)
    {
        var full = Math.Min(First.TotalSeconds * Math.Pow(2, Math.Min(failures, 20) - 1), longest.TotalSeconds);
        return TimeSpan.FromSeconds(full * (0.5 + random / 2));
    }
}
