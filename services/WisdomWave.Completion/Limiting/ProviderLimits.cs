using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Limiting;

/// <summary>The limits as leases: concurrent calls, then requests and tokens per minute, each first come, first served.</summary>
internal sealed class ProviderLimits(IOptions<LimitOptions> options) : IDisposable
{
    // English text has about four characters to a token, Russian about three.
    private const int CharactersPerToken = 3;

    private readonly LimitOptions _options = options.Value;

    private readonly ConcurrencyLimiter _calls = new(new()
    {
        PermitLimit = options.Value.ConcurrentCalls,
        QueueLimit = options.Value.QueueLength,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly TokenBucketRateLimiter? _requests = PerMinute(options.Value.RequestsPerMinute, options.Value.QueueLength);
    private readonly TokenBucketRateLimiter? _tokens = PerMinute(options.Value.TokensPerMinute, int.MaxValue);

    /// <returns>Dispose it when the call has ended; null when there is no room within the deadline.</returns>
    public async ValueTask<IDisposable?> EnterAsync(IEnumerable<ChatMessage> prompt, ChatOptions? options, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.QueueDeadline);
        RateLimitLease? call = null;
        var isIn = false;
        try
        {
            call = await _calls.AcquireAsync(1, deadline.Token);
            isIn = call.IsAcquired
                && await PassAsync(_requests, 1, deadline.Token)
                && await PassAsync(_tokens, Math.Min(Estimate(prompt, options), _options.TokensPerMinute), deadline.Token);
            return isIn ? call : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!isIn)
                call?.Dispose();
        }
    }

    public void Dispose()
    {
        _calls.Dispose();
        _requests?.Dispose();
        _tokens?.Dispose();
    }

    // What a bucket has given is spent: only the concurrent calls are given back.
    private static async ValueTask<bool> PassAsync(TokenBucketRateLimiter? limiter, int permits, CancellationToken cancellationToken)
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

        // Refilled as evenly as whole permits allow, not a minute's worth at once.
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
