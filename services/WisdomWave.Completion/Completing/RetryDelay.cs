using WisdomWave.Completion.Models.Failures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

/// <summary>Decides whether and when a failed provider call is retried.</summary>
internal static class RetryDelay
{
    /// <summary>A call that never reached the provider costs nothing, so mainly time limits these retries.</summary>
    private const int MaxTriesUnreached = 10;

    /// <summary>An answer that broke off before its first text may have been charged, so it is requested only once more.</summary>
    private const int MaxTriesAccepted = 2;

    public static bool IsRetryable(FailureKind kind) => kind is FailureKind.Unavailable or FailureKind.RateLimited;

    /// <summary>How long to wait before the next try, or null to give up.</summary>
    /// <param name="failure">The last try's failure.</param>
    /// <param name="tries">The number of tries so far.</param>
    /// <param name="elapsed">Time since the request.</param>
    /// <param name="options">The limits.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    public static TimeSpan? Next(ProviderFailure failure, int tries, TimeSpan elapsed, CompletionOptions options, double jitter)
    {
        if (!IsRetryable(failure.Kind) || tries >= MaxTries(failure, options))
            return null;

        // Only half of the delay is random: calls that failed together neither return at the same moment nor immediately.
        var backoff = options.RetryDelay * Math.Pow(2, tries - 1) * (0.5 + (jitter / 2));
        var delay = failure.RetryAfter is { } asked && asked > backoff ? asked + (options.RetryDelay * (jitter / 2)) : backoff;
        return elapsed + delay <= options.RetryBudget ? delay : null;
    }

    private static int MaxTries(ProviderFailure failure, CompletionOptions options) =>
        failure.WasNotReached ? MaxTriesUnreached : failure.WasAccepted ? Math.Min(MaxTriesAccepted, options.MaxTries) : options.MaxTries;
}
