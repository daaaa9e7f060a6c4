using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

internal static class RetryDelay
{
    public static bool CanHelp(FailureKind kind) => kind is FailureKind.Unavailable or FailureKind.RateLimited;

    /// <summary>How long to wait before the next try, or null to give up.</summary>
    /// <param name="failure">What happened to the try before.</param>
    /// <param name="tries">How many there were.</param>
    /// <param name="elapsed">Since the request.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public static TimeSpan? Next(ProviderFailure failure, int tries, TimeSpan elapsed, CompletionOptions options, double jitter)
    {
        if (!CanHelp(failure.Kind) || tries >= options.MaxTries)
            return null;

        // The half is sure, so that a crowd that failed together does not come back together, nor at once.
        var backoff = options.RetryDelay * Math.Pow(2, tries - 1) * (0.5 + (jitter / 2));
        var delay = failure.RetryAfter is { } asked && asked > backoff ? asked + (options.RetryDelay * (jitter / 2)) : backoff;
        return elapsed + delay <= options.RetryBudget ? delay : null;
    }
}
