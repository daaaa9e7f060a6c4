using System.Collections.Concurrent;

namespace WisdomWave.Dialog.Prompting;

/// <summary>How much models take at most, as their servers told: less than the operator's configuration says. Kept for a day, should the server be given more.</summary>
internal sealed class LearnedLimits(TimeProvider time)
{
    /// <summary>No model is taken to have less room; the configuration knows the same bound.</summary>
    public const int Least = 500;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, (int Tokens, DateTimeOffset Until)> _limits = new();
    private int _version;

    /// <summary>Another one whenever something was learned.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <returns>Tokens of prompt, thoughts and answer together, as they are counted here; null where nothing was learned.</returns>
    public int? Of(string model) => _limits.TryGetValue(model, out var limit) && limit.Until > time.GetUtcNow() ? limit.Tokens : null;

    /// <returns>The limit from now on: never above the one that was known.</returns>
    public int Note(string model, int tokens)
    {
        var limit = Math.Max(Least, Math.Min(tokens, Of(model) ?? int.MaxValue));
        _limits[model] = (limit, time.GetUtcNow() + KeptFor);
        Interlocked.Increment(ref _version);
        return limit;
    }
}
