using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Bots.Leases;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Receiving;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Ingress.Tests.Bots;

/// <summary>How replicas share out the bots, round by round, with a real Redis. The bots themselves do not run.</summary>
public sealed class BotLeasesTests
{
    private static readonly long[] Bots = [1, 2, 3, 4, 5];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 2)]
    [InlineData(3, 4)]
    [InlineData(1000, 3)]
    public void TheSharesAreAllBotsAndDifferByOneAtMost(int bots, int replicas)
    {
        int[] shares = [.. Enumerable.Range(0, replicas).Select(rank => BotLeases.ShareOf(bots, replicas, rank))];
        Assert.Equal(bots, shares.Sum());
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
    }

    [Fact]
    public async Task AloneAReplicaHasAllBots()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(redis);

        await replica.Leases.RoundAsync();

        Assert.Equal(Bots, replica.Held);
        foreach (var bot in Bots)
            Assert.InRange((await redis.Database.KeyTimeToLiveAsync(KeyOf(bot)))!.Value, TimeSpan.Zero, Replica.KeyTerm);
    }

    [Fact]
    public async Task ANewReplicaGetsItsShareAndNoBotIsHeldTwice()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var first = await Replica.StartAsync(redis);
        await first.Leases.RoundAsync();
        await using var second = await Replica.StartAsync(redis);

        await second.Leases.RoundAsync();
        Assert.Empty(second.Held);
        await first.Leases.RoundAsync();
        var given = first.Ended;
        Assert.Equal(2, given.Count);
        // The first may still poll them.
        await second.Leases.RoundAsync();
        Assert.Empty(second.Held);

        await first.LeaveAsync(given);
        await second.Leases.RoundAsync();
        Assert.Equal(given.Select(lease => lease.BotId).Order(), second.Held);
        await first.Leases.RoundAsync();
        Assert.Empty(first.Ended);
        Assert.Equal(Bots, first.Held.Concat(second.Held).Order());
    }

    [Fact]
    public async Task ABotThatAReplicaReleasesIsFreeAtOnce()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var first = await Replica.StartAsync(redis);
        await using var second = await Replica.StartAsync(redis);
        await first.Leases.RoundAsync();

        await first.Store.LeaveAsync();
        await first.LeaveAsync(first.Taken);

        await second.Leases.RoundAsync();
        Assert.Equal(Bots, second.Held);
    }

    [Fact]
    public async Task ADeadReplicasBotsAreTakenWhenItsLeasesHaveExpired()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var dead = await Replica.StartAsync(redis);
        await dead.Leases.RoundAsync();
        await using var survivor = await Replica.StartAsync(redis);
        await survivor.Leases.RoundAsync();
        Assert.Empty(survivor.Held);

        // What Redis does after the term.
        await redis.Database.KeyDeleteAsync([.. Bots.Select(KeyOf), $"{{wisdomwave:ingress}}:replica:{dead.Store.Id}"]);

        await survivor.Leases.RoundAsync();
        Assert.Equal(Bots, survivor.Held);
        Assert.Equal([survivor.Store.Id], await survivor.Store.JoinAsync(Replica.KeyTerm));
    }

    [Fact]
    public async Task ALeaseThatAnotherReplicaHasTakenEnds()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(redis);
        await replica.Leases.RoundAsync();
        await redis.Database.StringSetAsync(KeyOf(3), "another");

        await replica.Leases.RoundAsync();

        Assert.Equal([3], replica.Ended.Select(lease => lease.BotId));
        await replica.LeaveAsync(replica.Ended);
        Assert.Equal("another", await redis.Database.StringGetAsync(KeyOf(3)));
    }

    [Fact]
    public async Task WithoutRedisALeaseEndsBeforeAnotherReplicaCanTakeIt()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(redis);
        await replica.Leases.RoundAsync();
        // The round that renews all leases; the first one took them.
        await replica.Leases.RoundAsync();
        await redis.StopAsync();

        replica.Clock.Advance(TimeSpan.FromSeconds(7));
        await replica.Leases.RoundAsync();
        Assert.False(replica.Leases.IsRedisReachable);
        Assert.Empty(replica.Ended);

        replica.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Bots, replica.Ended.Select(lease => lease.BotId).Order());
    }

    [Fact]
    public async Task ARestartOfRedisMovesNoBot()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var holder = await Replica.StartAsync(redis);
        await holder.Leases.RoundAsync();
        await using var other = await Replica.StartAsync(redis);
        await other.Leases.RoundAsync();

        await redis.StopAsync();
        await other.Leases.RoundAsync();
        Assert.False(other.Leases.IsRedisReachable);
        await redis.StartAgainAsync();
        await RoundsUntilReachableAsync(other);
        await other.Leases.RoundAsync();
        Assert.Empty(other.Held);

        await RoundsUntilReachableAsync(holder);
        await holder.Leases.RoundAsync();
        foreach (var bot in Bots)
            Assert.Equal(holder.Store.Id, await holder.Redis.StringGetAsync(KeyOf(bot)));

        other.Clock.Advance(BotLeases.Term);
        await other.Leases.RoundAsync();
        Assert.Empty(other.Held);
    }

    private static Task RoundsUntilReachableAsync(Replica replica) => Eventually.HoldsAsync(
        async () =>
        {
            await replica.Leases.RoundAsync();
            return replica.Leases.IsRedisReachable;
        },
        "Redis is reachable again");

    private static RedisKey KeyOf(long bot) => $"{{wisdomwave:ingress}}:bot:{bot}";

    /// <summary>The leases of one process. Its clock stands still unless the test moves it.</summary>
    private sealed class Replica : IAsyncDisposable
    {
        private readonly ServiceProvider _services;
        private readonly Dictionary<long, Task<BotLease>> _waits = [];
        private readonly GracefulStop _stop;

        private Replica(ServiceProvider services)
        {
            _services = services;
            var bots = new BotsOptions();
            bots.Bots.AddRange(Bots.Select(bot => new BotOptions { Token = $"{bot}:token" }));
            _stop = new GracefulStop(Options.Create(new StopOptions()), new NoLifetime());
            Store = new LeaseStore(services, new ReplicaIdentity(Options.Create(new WebhookOptions()), Options.Create(new PollingOptions { Leases = true })));
            Leases = new BotLeases(Store, Options.Create(bots), Options.Create(new PollingOptions()), _stop, Clock, NullLogger<BotLeases>.Instance) { KeyTerm = KeyTerm };
        }

        /// <summary>Longer than any test takes.</summary>
        public static TimeSpan KeyTerm { get; } = TimeSpan.FromHours(1);

        /// <summary>Its own connection: that of the server waits long until it connects again.</summary>
        public IDatabase Redis => _services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

        public FakeTimeProvider Clock { get; } = new();

        public LeaseStore Store { get; }

        public BotLeases Leases { get; }

        public IReadOnlyList<BotLease> Taken => [.. _waits.Values.Where(wait => wait.IsCompletedSuccessfully).Select(wait => wait.Result)];

        /// <summary>The bots that it may poll.</summary>
        public IReadOnlyList<long> Held => [.. Taken.Where(lease => !lease.Ended.IsCancellationRequested).Select(lease => lease.BotId).Order()];

        /// <summary>The leases that it must give up, or has lost.</summary>
        public IReadOnlyList<BotLease> Ended => [.. Taken.Where(lease => lease.Ended.IsCancellationRequested)];

        public static async Task<Replica> StartAsync(RedisServer redis)
        {
            var options = ConfigurationOptions.Parse(redis.ConnectionString);
            options.AbortOnConnectFail = false;
            options.BacklogPolicy = BacklogPolicy.FailFast;
            var connection = await ConnectionMultiplexer.ConnectAsync(options);
            var replica = new Replica(new ServiceCollection().AddSingleton<IConnectionMultiplexer>(_ => connection).BuildServiceProvider());
            await replica.Store.ConnectAsync(Token);
            foreach (var bot in Bots)
                replica._waits[bot] = replica.Leases.WaitAsync(bot, Token);
            return replica;
        }

        /// <summary>Stops polling these bots.</summary>
        public async Task LeaveAsync(IReadOnlyList<BotLease> leases)
        {
            foreach (var lease in leases)
            {
                await lease.DisposeAsync();
                _waits[lease.BotId] = Leases.WaitAsync(lease.BotId, Token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            Leases.Dispose();
            _stop.Dispose();
            await _services.DisposeAsync();
        }
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
