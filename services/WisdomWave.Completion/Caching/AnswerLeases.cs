using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WisdomWave.ServiceDefaults.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>When several replicas miss the same answer, one makes it and the others wait for it. Without Redis each makes its own.</summary>
internal sealed class AnswerLeases(CacheConnection connection, AnswerCache cache, IOptions<CacheOptions> options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(250);

    private readonly OwnedKeys _leases = new();

    /// <returns>The answer that another replica made, or the lease to make it; neither if Redis is unavailable, so the caller makes it without a lease.</returns>
    public async ValueTask<(CachedAnswer? Answer, AnswerLease? Lease)> WaitAsync(string key, CancellationToken cancellationToken)
    {
        RedisKey name = key + AnswerLease.KeySuffix;
        RedisValue token = Guid.NewGuid().ToByteArray();
        for (var pause = FirstPause; ; pause = pause * 2 > MaxPause ? MaxPause : pause * 2)
        {
            if (connection.Database is not { } redis)
                return default;
            try
            {
                if (await OwnedKeys.TakeAsync(redis, name, token, AnswerLease.Term).WaitAsync(options.Value.Timeout, time, cancellationToken))
                    return await CheckAgainAsync(key, new AnswerLease(redis, name, token, _leases, time), cancellationToken);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                return default;
            }

            await Task.Delay(pause, time, cancellationToken);
            if (await cache.FindAsync(key, cancellationToken) is { Answer: { } answer })
                return (answer, null);
        }
    }

    /// <summary>Another replica may have stored the answer and released its lease since this one last read the cache.</summary>
    private async ValueTask<(CachedAnswer? Answer, AnswerLease? Lease)> CheckAgainAsync(string key, AnswerLease lease, CancellationToken cancellationToken)
    {
        try
        {
            if (await cache.FindAsync(key, cancellationToken) is not { Answer: { } answer })
                return (null, lease);

            await lease.DisposeAsync();
            return (answer, null);
        }
        catch (OperationCanceledException)
        {
            await lease.DisposeAsync();
            throw;
        }
    }
}
