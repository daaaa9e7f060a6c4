using StackExchange.Redis;

namespace WisdomWave.ServiceDefaults.Redis;

/// <summary>Keys in Redis that belong to one owner until they expire: only the owner can renew or delete them.</summary>
/// <remarks>
/// A script does it with one command, for any number of keys; the transactions of the client library take six commands for each key.
/// DistributedLock.Redis and RedLock.net renew each key with a timer of its own on the machine's clock, and need scripts, which the
/// embedded cache does not support.
/// </remarks>
public sealed class OwnedKeys
{
    private const string RenewScript =
        """
        local owned = {}
        for i, key in ipairs(KEYS) do
          local owner = redis.call('get', key)
          if owner == ARGV[1] then
            redis.call('pexpire', key, ARGV[2])
            owned[i] = 1
          elseif not owner then
            redis.call('set', key, ARGV[1], 'px', ARGV[2])
            owned[i] = 1
          else
            owned[i] = 0
          end
        end
        return owned
        """;

    private const string ReleaseScript =
        """
        for i, key in ipairs(KEYS) do
          if redis.call('get', key) == ARGV[1] then redis.call('del', key) end
        end
        return 0
        """;

    /// <summary>The embedded cache does not support scripts.</summary>
    private volatile bool _hasNoScripts;

    /// <returns>False if the key has an owner, even if that is this one.</returns>
    /// <exception cref="RedisException">Redis is unavailable.</exception>
    /// <exception cref="TimeoutException">Redis does not answer.</exception>
    public static Task<bool> TakeAsync(IDatabase redis, RedisKey key, RedisValue owner, TimeSpan term) => redis.LockTakeAsync(key, owner, term);

    /// <summary>Renews the keys of this owner. A key that Redis has lost, for example by a restart, is taken again.</summary>
    /// <returns>For each key, whether it still belongs to this owner.</returns>
    /// <exception cref="RedisException">Redis is unavailable.</exception>
    /// <exception cref="TimeoutException">Redis does not answer.</exception>
    public async Task<bool[]> RenewAsync(IDatabase redis, RedisKey[] keys, RedisValue owner, TimeSpan term)
    {
        if (keys.Length == 0)
            return [];
        if (await TryRunAsync(redis, RenewScript, keys, [owner, (long)term.TotalMilliseconds]) is { } owned)
            return (bool[])owned!;
        return await Task.WhenAll(Array.ConvertAll(
            keys, async key => await redis.LockExtendAsync(key, owner, term) || await redis.LockTakeAsync(key, owner, term)));
    }

    /// <summary>Deletes those keys that still belong to this owner.</summary>
    /// <exception cref="RedisException">Redis is unavailable.</exception>
    /// <exception cref="TimeoutException">Redis does not answer.</exception>
    public async Task ReleaseAsync(IDatabase redis, RedisKey[] keys, RedisValue owner)
    {
        if (keys.Length == 0 || await TryRunAsync(redis, ReleaseScript, keys, [owner]) is not null)
            return;
        await Task.WhenAll(Array.ConvertAll(keys, key => redis.LockReleaseAsync(key, owner)));
    }

    /// <returns>Null if the server does not support scripts.</returns>
    private async Task<RedisResult?> TryRunAsync(IDatabase redis, string script, RedisKey[] keys, RedisValue[] arguments)
    {
        if (_hasNoScripts)
            return null;
        try
        {
            return await redis.ScriptEvaluateAsync(script, keys, arguments);
        }
        // Other errors of the server pass: it may be loading its data, or be out of memory.
        catch (RedisServerException exception) when (IsWithoutScripts(exception.Message))
        {
            _hasNoScripts = true;
            return null;
        }
    }

    /// <summary>The embedded cache, a server that knows no scripts, and one that does not allow them.</summary>
    private static bool IsWithoutScripts(string error) =>
        error.Contains("Lua scripting support disabled", StringComparison.OrdinalIgnoreCase)
        || error.Contains("unknown command", StringComparison.OrdinalIgnoreCase)
        || error.StartsWith("NOPERM", StringComparison.Ordinal);
}
