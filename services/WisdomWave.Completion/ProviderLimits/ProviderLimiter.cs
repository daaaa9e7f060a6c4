using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Completion.Telemetry;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.ProviderLimits;

/// <summary>Enforces the limits on concurrent calls, requests per minute and tokens per minute, each first come, first served.</summary>
internal sealed class ProviderLimiter(IOptions<ProviderLimitOptions> options, CompletionMetrics metrics, TimeProvider time) : IDisposable
{
    // English text has about four characters per token, Russian about three.
    private const int CharactersPerToken = 3;

    private readonly ProviderLimitOptions _options = options.Value;

    private readonly ConcurrencyLimiter _calls = new(new()
    {
        PermitLimit = options.Value.ConcurrentCalls,
        QueueLimit = options.Value.QueueLength,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly TokenBucketRateLimiter? _requests = PerMinute(options.Value.RequestsPerMinute, options.Value.QueueLength);
    private readonly TokenBucketRateLimiter? _tokens = PerMinute(options.Value.TokensPerMinute, int.MaxValue);

    /// <summary>Calls that wait for one of the concurrent calls to end.</summary>
    public long WaitingCalls => _calls.GetStatistics()?.CurrentQueuedCount ?? 0;

    /// <returns>A permit to dispose when the call ends; null if there was none before the deadline.</returns>
    public async ValueTask<IDisposable?> EnterAsync(IEnumerable<ChatMessage> prompt, ChatOptions? options, CancellationToken cancellationToken)
    {
        // The usual case needs neither a timer nor a place in the queue. It does not overtake calls that wait.
        if (_requests is null && _tokens is null)
        {
            var free = _calls.AttemptAcquire();
            if (free.IsAcquired)
                return free;
            free.Dispose();
        }

        var started = time.GetTimestamp();
        var outcome = WaitOutcome.Abandoned;
        using var timeout = new CancellationTokenSource(_options.QueueDeadline, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        RateLimitLease? call = null;
        var isAdmitted = false;
        try
        {
            call = await _calls.AcquireAsync(1, deadline.Token);
            isAdmitted = call.IsAcquired
                && await TakeAsync(_requests, 1, deadline.Token)
                && await TakeAsync(_tokens, Math.Min(Estimate(prompt, options), _options.TokensPerMinute), deadline.Token);
            outcome = isAdmitted ? WaitOutcome.Admitted : WaitOutcome.Refused;
            return isAdmitted ? call : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            outcome = WaitOutcome.Refused;
            return null;
        }
        finally
        {
            metrics.RecordWait(time.GetElapsedTime(started), outcome);
            if (!isAdmitted)
                call?.Dispose();
        }
    }

    public void Dispose()
    {
        _calls.Dispose();
        _requests?.Dispose();
        _tokens?.Dispose();
    }

    // Tokens of a bucket are not returned, only the permit of a concurrent call is.
    private static async ValueTask<bool> TakeAsync(TokenBucketRateLimiter? limiter, int permits, CancellationToken cancellationToken)
    {
        if (limiter is null)
            return true;
        using var lease = await limiter.AcquireAsync(permits, cancellationToken);
        return lease.IsAcquired;
    }

    private static int Estimate(IEnumerable<ChatMessage> prompt, ChatOptions? options) =>
        (prompt.Sum(message => message.Text.Length) / CharactersPerToken) + (options?.MaxOutputTokens ?? 0) + ((options as AnswerOptions)?.ReasoningTokens ?? 0);

    private static TokenBucketRateLimiter? PerMinute(int limit, int queueLength)
    {
        if (limit == 0)
            return null;

        // Refills as evenly as whole permits allow instead of once a minute.
        var periods = Math.Min(limit, 600);
        return new(new()
        {
            TokenLimit = limit,
            TokensPerPeriod = limit / periods,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / periods,
            QueueLimit = queueLength,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }
}

/// <summary>How a wait for the provider limits ended.</summary>
internal enum WaitOutcome
{
    Admitted,

    /// <summary>The queue was full, or the call waited too long.</summary>
    Refused,

    /// <summary>Nobody waits for the answer any more.</summary>
    Abandoned,
}

/// <summary>Delays each call until the provider limits permit it.</summary>
internal sealed class ProviderLimitingChatClient(IChatClient innerClient, ProviderLimiter limits) : StreamingChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var permit = await limits.EnterAsync(messages, options, cancellationToken)
            ?? throw new ProviderException(new(FailureKind.RateLimited));
        await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
            yield return update;
    }
}
