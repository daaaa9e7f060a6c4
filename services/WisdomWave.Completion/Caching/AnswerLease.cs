using StackExchange.Redis;
using WisdomWave.ServiceDefaults.Redis;

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
    private readonly OwnedKeys _leases;
    private readonly ITimer _renewal;

    public AnswerLease(IDatabase redis, RedisKey key, RedisValue token, OwnedKeys leases, TimeProvider time)
    {
        (_redis, _key, _token, _leases) = (redis, key, token, leases);
        _renewal = time.CreateTimer(_ => _redis.LockExtend(_key, _token, Term, CommandFlags.FireAndForget), null, Term / 3, Term / 3);
    }

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        try
        {
            await _leases.ReleaseAsync(_redis, [_key], _token);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The lease expires.
        }
    }
}
