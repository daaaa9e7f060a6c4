using StackExchange.Redis;
using WisdomWave.Ingress.Dialog;
using WisdomWave.ServiceDefaults.Redis;

namespace WisdomWave.Ingress.Bots.Leases;

/// <summary>The leases and the list of replicas in Redis.</summary>
/// <exception cref="RedisException">Thrown by all methods: Redis is unavailable.</exception>
/// <exception cref="TimeoutException">Thrown by all methods: Redis does not answer.</exception>
internal sealed class LeaseStore(IServiceProvider services, ReplicaIdentity replica)
{
    /// <summary>The braces keep all keys on one server of a Redis cluster, because some commands have several keys.</summary>
    private const string Prefix = "{wisdomwave:ingress}:";

    /// <summary>The ids of all replicas, also of dead ones.</summary>
    private static readonly RedisKey Replicas = Prefix + "replicas";

    private readonly OwnedKeys _keys = new();
    private IConnectionMultiplexer? _redis;
    private int _breaks;

    public string Id => replica.Id;

    /// <summary>How often the connection has broken.</summary>
    public int Breaks => Volatile.Read(ref _breaks);

    private IDatabase Database => _redis?.GetDatabase() ?? throw new RedisException("There is no connection yet.");

    /// <summary>Returns when connected, or when a first attempt has failed; later the connection is made in the background.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        // Blocks until connected or until the connect timeout, so it gets its own thread: the pool of a small machine has few.
        var redis = await Task.Factory
            .StartNew(services.GetRequiredService<IConnectionMultiplexer>, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(cancellationToken);
        redis.ConnectionFailed += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
                Interlocked.Increment(ref _breaks);
        };
        _redis = redis;
    }

    /// <summary>Renews this replica's place among the replicas.</summary>
    /// <returns>The ids of the replicas that are alive, in order.</returns>
    public async Task<List<string>> JoinAsync(TimeSpan term)
    {
        var redis = Database;
        await Task.WhenAll(redis.StringSetAsync(KeyOf(Id), RedisValue.EmptyString, term), redis.SetAddAsync(Replicas, Id));
        string[] ids = [.. (await redis.SetMembersAsync(Replicas)).Select(id => id.ToString())];
        var alive = await Task.WhenAll(ids.Select(id => redis.KeyExistsAsync(KeyOf(id))));
        RedisValue[] dead = [.. ids.Where((_, i) => !alive[i]).Select(id => (RedisValue)id)];
        if (dead.Length > 0)
            await redis.SetRemoveAsync(Replicas, dead);
        return [.. ids.Where((id, i) => alive[i] || id == Id).Order(StringComparer.Ordinal)];
    }

    public Task LeaveAsync() => Task.WhenAll(Database.SetRemoveAsync(Replicas, Id), Database.KeyDeleteAsync(KeyOf(Id)));

    /// <returns>The bots that belong to another replica now.</returns>
    public async Task<IReadOnlyList<long>> RenewAsync(long[] bots, TimeSpan term)
    {
        var owned = await _keys.RenewAsync(Database, Array.ConvertAll(bots, KeyOf), Id, term);
        return [.. bots.Where((_, i) => !owned[i])];
    }

    /// <summary>Takes free bots, in this order.</summary>
    /// <param name="most">The most to take.</param>
    public async Task<IReadOnlyList<long>> TakeAsync(long[] bots, int most, TimeSpan term)
    {
        var redis = Database;
        var owners = await redis.StringGetAsync(Array.ConvertAll(bots, KeyOf));
        long[] free = [.. bots.Where((_, i) => owners[i].IsNull).Take(most)];
        var taken = await Task.WhenAll(free.Select(bot => OwnedKeys.TakeAsync(redis, KeyOf(bot), Id, term)));
        return [.. free.Where((_, i) => taken[i])];
    }

    public Task ReleaseAsync(long bot) => _keys.ReleaseAsync(Database, [KeyOf(bot)], Id);

    private static RedisKey KeyOf(string replica) => $"{Prefix}replica:{replica}";

    private static RedisKey KeyOf(long bot) => $"{Prefix}bot:{bot}";
}
