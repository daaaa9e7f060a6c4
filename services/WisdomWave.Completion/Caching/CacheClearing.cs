using StackExchange.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>
/// Removes what this application has stored in Redis and nothing else: the server may have other users, so no FLUSHALL; and it
/// may be large, so the keys are found in steps (SCAN), because KEYS would hold up everyone until it is done.
/// </summary>
internal sealed class CacheClearing(CacheConnection connection)
{
    private const int Step = 500;

    /// <returns>How many answers were removed; null while Redis is away.</returns>
    /// <exception cref="RedisException">Redis failed in the middle; some answers may be gone. It is safe to try again.</exception>
    public async Task<long?> ClearAsync(CancellationToken cancellationToken)
    {
        if (connection.Database is not { } redis)
            return null;

        // Families first: a similar question then cannot lead to an answer that is about to go.
        await RemoveAsync(redis, CacheKey.Families, cancellationToken);
        return await RemoveAsync(redis, CacheKey.Answers, cancellationToken);
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

    // Key by key, because a cluster refuses one command for keys of several slots; pipelined, so it costs one round trip.
    private static async Task<long> RemoveAsync(IDatabase redis, RedisKey[] keys) =>
        (await Task.WhenAll(keys.Select(key => redis.KeyDeleteAsync(key)))).LongCount(removed => removed);

    // A lease belongs to a call that is running. Without it another replica would make the same call.
    private static bool IsNotLease(RedisKey key) => !key.ToString().EndsWith(AnswerLease.KeySuffix, StringComparison.Ordinal);
}
