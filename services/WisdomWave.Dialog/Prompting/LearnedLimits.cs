using System.Collections.Concurrent;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Prompting;

/// <summary>
/// Context limits learned from servers that rejected a prompt: lower than the configured ones. Each is kept for a day, in case the server
/// gets a larger context.
/// </summary>
internal sealed partial class LearnedLimits(TimeProvider time, ILogger<LearnedLimits> logger)
{
    /// <summary>A lower limit is never learned; the configuration has the same bound.</summary>
    public const int Least = 500;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, (int Tokens, DateTimeOffset Until)> _limits = new();
    private int _version;

    /// <summary>Changes whenever a limit is learned.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <returns>Tokens of prompt, reasoning and answer together, by our own count; null when nothing was learned.</returns>
    public int? Of(string model) => _limits.TryGetValue(model, out var limit) && limit.Until > time.GetUtcNow() ? limit.Tokens : null;

    /// <summary>Learns from a prompt that was too long. The new limit is never above the previous one.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="overflow">The numbers in the server's error.</param>
    /// <param name="prompt">The prompt that was sent, in our tokens.</param>
    /// <param name="room">The tokens requested for answer and reasoning.</param>
    public void Learn(string model, ContextOverflow? overflow, int prompt, int room)
    {
        var limit = Math.Max(Least, Math.Min(OverflowLesson.LimitFrom(overflow, prompt, room), Of(model) ?? int.MaxValue));
        _limits[model] = (limit, time.GetUtcNow() + KeptFor);
        Interlocked.Increment(ref _version);
        LogLearned(model, limit, prompt, room);
    }

    [LoggerMessage(LogLevel.Warning,
        "{Model} takes at most {Limit} tokens, but got a prompt of {Prompt} with room for {Room}: prompts are shortened from now on. Set Models:<n>:ContextTokens to the server's limit")]
    private partial void LogLearned(string model, int limit, int prompt, int room);
}

/// <summary>Derives a model's context limit from the error about a prompt that was too long.</summary>
internal static class OverflowLesson
{
    // The server may count with another encoding, and the difference depends on the text.
    private const double Margin = 0.95;

    /// <param name="overflow">The server's numbers, in its tokens.</param>
    /// <param name="prompt">The prompt that was sent, in our tokens.</param>
    /// <param name="room">The tokens requested for answer and reasoning.</param>
    /// <returns>A limit for prompt and room together, in our tokens, below what was sent.</returns>
    public static int LimitFrom(ContextOverflow? overflow, int prompt, int room)
    {
        var sent = prompt + room;
        if (overflow?.Limit is not { } limit)
            return sent / 2;

        // Some servers report the prompt alone as requested, others the prompt and the room.
        var share = overflow.Requested is { } requested && requested > 0
            ? (double)(Math.Abs(requested - sent) < Math.Abs(requested - prompt) ? sent : prompt) / requested
            : 1;
        var ours = (int)(limit * Math.Min(1, share) * (share < 1 ? Margin : 1));
        return ours < sent ? ours : sent / 2;
    }
}
