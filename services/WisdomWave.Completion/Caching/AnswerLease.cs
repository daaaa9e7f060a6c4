using StackExchange.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>The right to make one answer, among replicas; kept alive until it is released, and gone by itself when the process dies.</summary>
internal sealed class AnswerLease : IAsyncDisposable
{
    /// <summary>How long the others wait for a replica that has died.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(10);

    /// <summary>The lease of an answer is the answer's key with this at its end.</summary>
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
            // It ends by itself.
        }
    }
}
