using StackExchange.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>
/// Removes only what this application stored in Redis: the server may have other users, so no FLUSHALL. It finds the keys in steps
/// (SCAN), because KEYS would block a large server for all its users.
/// </summary>
internal sealed class CacheCleaner(CacheConnection connection, AnswerMemory memory)
{
    private const int Step = 500;

    /// <returns>How many answers were removed; null if Redis is unavailable.</returns>
    /// <exception cref="RedisException">Redis failed before all answers were removed. It is safe to try again.</exception>
    public async Task<long?> ClearAsync(CancellationToken cancellationToken)
    {
        if (connection.Database is not { } redis)
            return null;

        // Questions first, so that no similar question leads to an answer that is about to be removed.
        await RemoveAsync(redis, CacheKey.Families, cancellationToken);
        var removed = await RemoveAsync(redis, CacheKey.Answers, cancellationToken);
        memory.Clear();
        await redis.PublishAsync(AnswerMemory.ClearedChannel, RedisValue.EmptyString);
        return removed;
    }

    private static async Task<long> RemoveAsync(IDatabase redis, string prefix, CancellationToken cancellationToken)
    {
        var removed = 0L;
        foreach (var server in redis.Multiplexer.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            var found = server.KeysAsync(redis.Database, $"{prefix}*", Step);
            await foreach (var keys in found.Where(IsNotLease).Chunk(Step).WithCancellation(cancellationToken))
                removed += await RemoveAsync(redis, keys);
        }

        return removed;
    }

    // One command per key, because a cluster rejects a command with keys of several slots; pipelining makes it one round trip.
    private static async Task<long> RemoveAsync(IDatabase redis, RedisKey[] keys) =>
        (await Task.WhenAll(keys.Select(key => redis.KeyDeleteAsync(key)))).LongCount(removed => removed);

    // A lease belongs to a call in flight; without it another replica would make the same call.
    private static bool IsNotLease(RedisKey key) => !key.ToString().EndsWith(AnswerLease.KeySuffix, StringComparison.Ordinal);
}
