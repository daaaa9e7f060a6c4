using StackExchange.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>A replica's exclusive right to make one answer. It is renewed until it is released, and expires when the process crashes.</summary>
internal sealed class AnswerLease : IAsyncDisposable
{
    /// <summary>How long other replicas wait after the holder has crashed.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(10);

    /// <summary>Appended to the answer's key.</summary>
    public const string KeySuffix = ":lease";

    private readonly IDatabase _redis;
    private readonly RedisKey _key;
    private readonly RedisValue _token;
    private readonly LeaseRelease _release;
    private readonly ITimer _renewal;

    public AnswerLease(IDatabase redis, RedisKey key, RedisValue token, LeaseRelease release, TimeProvider time)
    {
        (_redis, _key, _token, _release) = (redis, key, token, release);
        _renewal = time.CreateTimer(_ => _redis.LockExtend(_key, _token, Term, CommandFlags.FireAndForget), null, Term / 3, Term / 3);
    }

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        try
        {
            await _release.DeleteAsync(_redis, _key, _token);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The lease expires.
        }
    }
}

/// <summary>Deletes a lease if its holder still owns it: with a script, which is one command instead of the six of a transaction.</summary>
internal sealed class LeaseRelease
{
    private const string Script = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

    /// <summary>The embedded cache does not support scripts.</summary>
    private volatile bool _hasNoScripts;

    /// <exception cref="RedisException">Redis is unavailable.</exception>
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
