using StackExchange.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>Deletes a lease if it is still its holder's: by a script, which is one command instead of the six of a transaction.</summary>
internal sealed class LeaseRelease
{
    private const string Script = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

    /// <summary>The embedded cache runs none.</summary>
    private volatile bool _hasNoScripts;

    /// <exception cref="RedisException">Redis is away.</exception>
    public async Task DeleteAsync(IDatabase redis, RedisKey lease, RedisValue token)
    {
        if (!_hasNoScripts)
        {
            try
            {
                await redis.ScriptEvaluateAsync(Script, [lease], [token]);
                return;
            }
            catch (RedisServerException)
            {
                _hasNoScripts = true;
            }
        }

        await redis.LockReleaseAsync(lease, token);
    }
}
