using Telegram.Bot.Requests;

namespace WisdomWave.Ingress.Bots;

/// <summary>The service's retry loops, for requests that report failures as values. The delays are those of <see cref="Backoff"/>.</summary>
internal static class Retry
{
    /// <summary>Repeats the attempt until it succeeds.</summary>
    /// <param name="delay">The delay after a number of consecutive failures, from 1.</param>
    /// <returns>False when <paramref name="maxAttempts"/> attempts have failed.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<bool> UntilAsync(
        Func<Task<bool>> attempt, Func<int, TimeSpan> delay, TimeProvider time, CancellationToken cancellationToken, int maxAttempts = int.MaxValue)
    {
        for (var failures = 1; !await attempt(); failures++)
        {
            if (failures == maxAttempts)
                return false;
            await Task.Delay(delay(failures), time, cancellationToken);
        }

        return true;
    }

    /// <summary>Repeats the request until it returns a value.</summary>
    /// <inheritdoc cref="UntilAsync"/>
    public static async Task<T> UntilAnsweredAsync<T>(
        Func<Task<T?>> request, Func<int, TimeSpan> delay, TimeProvider time, CancellationToken cancellationToken)
        where T : class
    {
        T? answer = null;
        await UntilAsync(async () => (answer = await request()) is not null, delay, time, cancellationToken);
        return answer!;
    }

    /// <summary>
    /// Sends a request to Telegram. After a flood wait or an outage it is sent again, at most <paramref name="maxAttempts"/> times in all;
    /// the delay is what Telegram asks for, or else exponential. Other failures are final.
    /// </summary>
    /// <param name="isFinal">Further failures after which the request must not be sent again; null for none.</param>
    /// <param name="beforeEach">Awaited before each attempt, for instance to keep to the rate limits; null for nothing.</param>
    /// <returns>The last failure; null when the request succeeded.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<TelegramFailure?> SendAsync<T>(
        TelegramApi api,
        RequestBase<T> request,
        int maxAttempts,
        TimeProvider time,
        CancellationToken cancellationToken,
        Func<TelegramFailure, bool>? isFinal = null,
        Func<Task>? beforeEach = null)
    {
        for (var failures = 1; ; failures++)
        {
            if (beforeEach is not null)
                await beforeEach();
            var (_, failure) = await api.SendAsync(request, cancellationToken);
            if (failure is null
                || failure.Kind is not (TelegramFailureKind.FloodWait or TelegramFailureKind.Unavailable)
                || failures == maxAttempts
                || isFinal?.Invoke(failure) == true)
                return failure;
            await Task.Delay(failure.RetryAfter ?? Backoff.After(failures), time, cancellationToken);
        }
    }
}
