using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Ingress.Bots.Leases;

/// <summary>
/// Shares out the bots among the replicas of ingress: each bot is polled by the one that holds its lease in Redis. Every replica knows how
/// many there are, takes free leases up to its share, and gives up those beyond it.
/// </summary>
/// <remarks>
/// A lease keeps two replicas from polling the same bot, which Telegram answers with 409. Nothing else depends on it: dialog stores each
/// update once and decides who delivers a reply, even if two replicas poll for a moment.
/// </remarks>
internal sealed partial class BotLeases : BackgroundService, IBotOwnership
{
    /// <summary>How long a lease lasts without renewal, unless the settings say otherwise.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(10);

    /// <summary>Two rounds and the margin.</summary>
    public static readonly TimeSpan ShortestTerm = TimeSpan.FromSeconds(6);

    /// <summary>The pause between two rounds. A dead replica's bots are taken after at most a term and a round.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Without Redis a replica stops this long before its leases expire there: the time to close its polls, also on a busy machine.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly LeaseStore _store;
    private readonly GracefulStop _stop;
    private readonly TimeProvider _time;
    private readonly ILogger<BotLeases> _logger;
    private readonly ITimer _expiry;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, BotLease> _held = [];
    private readonly Dictionary<long, Waiter> _waiting = [];
    private readonly int _bots;
    private readonly TimeSpan _term;
    private int _breaks;
    private long? _reconnectedAt;
    private bool _isAway;

    public BotLeases(
        LeaseStore store, IOptions<BotsOptions> bots, IOptions<PollingOptions> polling, GracefulStop stop, TimeProvider time, ILogger<BotLeases> logger)
    {
        _term = KeyTerm = polling.Value.LeaseTerm;
        (_store, _stop, _time, _logger, _bots) = (store, stop, time, logger, bots.Value.Bots.Count);
        _expiry = time.CreateTimer(_ => Lose(HeldBots()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long Redis keeps a lease. Longer in tests, whose clock stands still while that of Redis goes on.</summary>
    internal TimeSpan KeyTerm { get; init; }

    /// <summary>False while Redis is unreachable.</summary>
    public bool IsRedisReachable => !Volatile.Read(ref _isAway);

    public Task<BotLease> WaitAsync(long botId, CancellationToken cancellationToken)
    {
        var lease = new TaskCompletionSource<BotLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiter = new Waiter(lease, cancellationToken.Register(() => lease.TrySetCanceled(cancellationToken)));
        lock (_gate)
            _waiting[botId] = waiter;
        return lease.Task;
    }

    /// <summary>How many of the bots the replica with this rank polls. The shares differ by one at most, and together they are all bots.</summary>
    public static int ShareOf(int bots, int replicas, int rank) => (bots / replicas) + (rank < bots % replicas ? 1 : 0);

    public override void Dispose()
    {
        _expiry.Dispose();
        base.Dispose();
    }

    /// <summary>Renews the leases, and takes some or gives some up. Tests call it without the pauses.</summary>
    internal Task RoundAsync() => TryAsync(ShareOutAsync);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _store.ConnectAsync(stoppingToken);
        while (!_stop.Stopping.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            await RoundAsync();
            await PauseAsync(_stop.Stopping, stoppingToken);
        }

        // The bots stop receiving now, each after the updates that it has. Until then its lease is kept, and the others share out the rest.
        await TryAsync(_store.LeaveAsync);
        while (!stoppingToken.IsCancellationRequested && HeldBots().Length > 0)
        {
            await TryAsync(RenewAsync);
            await PauseAsync(stoppingToken, stoppingToken);
        }
    }

    private async Task PauseAsync(CancellationToken first, CancellationToken second)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(first, second);
        await Task.Delay(Interval, _time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TryAsync(Func<Task> round)
    {
        try
        {
            await round();
            if (_isAway)
                LogBack();
            Volatile.Write(ref _isAway, false);
        }
        // The outermost loop: whatever is wrong with Redis, the next round tries again, and the leases expire meanwhile.
        catch (Exception exception)
        {
            if (!_isAway)
                LogAway(exception.GetType().Name);
            Volatile.Write(ref _isAway, true);
        }
    }

    private async Task ShareOutAsync()
    {
        await RenewAsync();
        var replicas = await _store.JoinAsync(KeyTerm);
        var mayHaveForgotten = MayHaveForgotten();
        var share = ShareOf(_bots, replicas.Count, replicas.IndexOf(_store.Id));
        int missing;
        long[] wanted;
        List<BotLease> excess;
        lock (_gate)
        {
            excess = [.. _held.Values.Where(lease => !lease.Ended.IsCancellationRequested).Skip(share)];
            missing = share - _held.Count;
            wanted = [.. _waiting.Where(waiter => !waiter.Value.Lease.Task.IsCompleted).Select(waiter => waiter.Key)];
        }

        excess.ForEach(lease => lease.GiveUp());
        if (missing <= 0 || wanted.Length == 0 || mayHaveForgotten)
            return;
        // In the same order, all replicas would try to take the same bots.
        Random.Shared.Shuffle(wanted);
        foreach (var bot in await _store.TakeAsync(wanted, missing, KeyTerm))
            await HoldAsync(bot);
    }

    /// <summary>
    /// After a restart Redis has forgotten all leases, so those who hold one have a term to renew it before anybody takes it. Each replica
    /// notices the restart, because its connection breaks.
    /// </summary>
    private bool MayHaveForgotten()
    {
        if (_isAway || _store.Breaks != _breaks)
            (_breaks, _reconnectedAt) = (_store.Breaks, _time.GetTimestamp());
        return _reconnectedAt is { } since && _time.GetElapsedTime(since) < _term;
    }

    private async Task RenewAsync()
    {
        var began = _time.GetTimestamp();
        var bots = HeldBots();
        var lost = await _store.RenewAsync(bots, KeyTerm);
        Lose(lost);
        foreach (var bot in lost)
            LogLost(bot);
        // Counted from before the request: Redis may have renewed them then.
        var rest = _term - Margin - _time.GetElapsedTime(began);
        _expiry.Change(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private long[] HeldBots()
    {
        lock (_gate)
            return [.. _held.Keys];
    }

    private async ValueTask HoldAsync(long bot)
    {
        var lease = new BotLease(bot, ReleaseAsync);
        Waiter waiter;
        lock (_gate)
        {
            _held[bot] = lease;
            _waiting.Remove(bot, out waiter);
        }

        await waiter.Cancelling.DisposeAsync();
        // Otherwise the bot has stopped in the meantime.
        if (!waiter.Lease.TrySetResult(lease))
            await ReleaseAsync(lease);
    }

    private async ValueTask ReleaseAsync(BotLease lease)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(lease.BotId, out var held) || held != lease)
                return;
            _held.Remove(lease.BotId);
        }

        try
        {
            await _store.ReleaseAsync(lease.BotId);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The lease expires.
        }
    }

    private void Lose(IReadOnlyList<long> bots)
    {
        var lost = new List<BotLease>();
        lock (_gate)
        {
            foreach (var bot in bots)
            {
                if (_held.Remove(bot, out var lease))
                    lost.Add(lease);
            }
        }

        // Outside the lock, because a cancellation runs the code that waits for it.
        lost.ForEach(lease => lease.GiveUp());
    }

    /// <param name="Lease">Completes with the bot's lease.</param>
    /// <param name="Cancelling">Cancels it when the bot stops.</param>
    private readonly record struct Waiter(TaskCompletionSource<BotLease> Lease, CancellationTokenRegistration Cancelling);

    [LoggerMessage(LogLevel.Warning, "Redis is unreachable ({Reason}), so the replicas of ingress cannot agree on who receives whose updates. Updates wait at Telegram until it is back; replies in progress are delivered.")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "Redis is reachable again.")]
    private partial void LogBack();

    [LoggerMessage(LogLevel.Warning, "Another replica of ingress receives the updates of bot {BotId}.")]
    private partial void LogLost(long botId);
}
