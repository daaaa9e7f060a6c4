using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>Of several replicas that miss the same answer one makes it, the others wait for it. Without Redis each makes its own.</summary>
internal sealed class AnswerLeases(CacheConnection connection, AnswerCache cache, IOptions<CacheOptions> options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly LeaseRelease _release = new();

    /// <returns>Either the answer that another replica has made, or the right to make it; neither when Redis is away: then make it anyway.</returns>
    public async ValueTask<(CachedAnswer? Answer, AnswerLease? Lease)> WaitAsync(string key, CancellationToken cancellationToken)
    {
        RedisKey name = key + AnswerLease.KeySuffix;
        RedisValue token = Guid.NewGuid().ToByteArray();
        for (var pause = FirstPause; ; pause = pause * 2 > LongestPause ? LongestPause : pause * 2)
        {
            if (connection.Database is not { } redis)
                return default;
            try
            {
                if (await redis.LockTakeAsync(name, token, AnswerLease.Term).WaitAsync(options.Value.Patience, time, cancellationToken))
                    return await CheckAsync(key, new AnswerLease(redis, name, token, _release, time), cancellationToken);
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

    /// <summary>Another may have stored the answer and let go after it was last looked for.</summary>
    private async ValueTask<(CachedAnswer? Answer, AnswerLease? Lease)> CheckAsync(string key, AnswerLease lease, CancellationToken cancellationToken)
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
