using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

internal static class RetryDelay
{
    public static bool CanHelp(FailureKind kind) => kind is FailureKind.Unavailable or FailureKind.RateLimited;

    /// <summary>A call that never reached the provider costs nothing: only the time is limited.</summary>
    private const int MostUnreached = 10;

    /// <summary>An answer that broke off before its first word has been paid for, and is asked for once more.</summary>
    private const int MostAccepted = 2;

    private static int MostTries(ProviderFailure failure, CompletionOptions options) =>
        failure.WasNotReached ? MostUnreached : failure.WasAccepted ? Math.Min(MostAccepted, options.MaxTries) : options.MaxTries;

    /// <summary>How long to wait before the next try, or null to give up.</summary>
    /// <param name="failure">What happened to the try before.</param>
    /// <param name="tries">How many there were.</param>
    /// <param name="elapsed">Since the request.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public static TimeSpan? Next(ProviderFailure failure, int tries, TimeSpan elapsed, CompletionOptions options, double jitter)
    {
        if (!CanHelp(failure.Kind) || tries >= MostTries(failure, options))
            return null;

        // The half is sure, so that a crowd that failed together does not come back together, nor at once.
        var backoff = options.RetryDelay * Math.Pow(2, tries - 1) * (0.5 + (jitter / 2));
        var delay = failure.RetryAfter is { } asked && asked > backoff ? asked + (options.RetryDelay * (jitter / 2)) : backoff;
        return elapsed + delay <= options.RetryBudget ? delay : null;
    }
}
