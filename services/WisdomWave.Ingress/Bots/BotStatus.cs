using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.Ingress.Bots;

/// <summary>The state of one bot's connection to Telegram; logs changes, not every attempt.</summary>
internal sealed partial class BotStatus(BotOptions bot, ILogger<BotStatus> logger)
{
    /// <summary>A few old messages are normal after a long outage or when somebody replays updates; more may mean a wrong clock.</summary>
    private const int FewOld = 3;

    private int _old;

    private long _lastUpdateAt;

    private volatile BotState _state = BotState.Starting;

    public string Name => bot.Name;

    public BotState State => _state;

    /// <summary>When the last update arrived; null before the first one.</summary>
    public DateTimeOffset? LastUpdateAt
    {
        get => Volatile.Read(ref _lastUpdateAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _lastUpdateAt, value?.UtcTicks ?? 0);
    }

    /// <summary>Consecutive messages dropped as too old; 0 while there are only a few.</summary>
    public int Old => Volatile.Read(ref _old) is > FewOld and var old ? old : 0;

    /// <summary>Counts a message that was dropped because it is older than a day.</summary>
    public void CountOld()
    {
        if (Interlocked.Increment(ref _old) == FewOld + 1)
            LogDropsOld(Name, FewOld + 1);
    }

    public void ResetOld() => Volatile.Write(ref _old, 0);

    /// <summary>This process may not receive the bot's updates now.</summary>
    public void SetStandby() => _state = BotState.Standby;

    public void EndStandby()
    {
        if (_state == BotState.Standby)
            _state = BotState.Starting;
    }

    public void SetReceiving()
    {
        if (_state is BotState.Failing or BotState.TokenRejected)
            LogBack(Name);
        _state = BotState.Receiving;
    }

    public void SetFailing(string reason)
    {
        if (_state != BotState.Failing)
            LogFails(Name, reason);
        _state = BotState.Failing;
    }

    public void SetTokenRejected()
    {
        if (_state != BotState.TokenRejected)
            LogTokenRejected(Name, bot.TokenSetting);
        _state = BotState.TokenRejected;
    }

    [LoggerMessage(LogLevel.Information, "{Bot} is connected to Telegram again.")]
    private partial void LogBack(string bot);

    [LoggerMessage(LogLevel.Warning, "{Bot} cannot receive updates from Telegram: {Reason}. Retrying with increasing delays.")]
    private partial void LogFails(string bot, string reason);

    [LoggerMessage(LogLevel.Error, "{Bot} dropped {Count} consecutive messages because they are older than a day, and keeps dropping such messages. If they are recent, the clock of the Bot API server is wrong.")]
    private partial void LogDropsOld(string bot, int count);

    [LoggerMessage(LogLevel.Error, "Telegram rejects the token of {Bot}. Set {Setting} to the token shown by @BotFather and restart. Until then, the bot retries once a minute.")]
    private partial void LogTokenRejected(string bot, string setting);
}

internal enum BotState
{
    /// <summary>Another replica receives the bot's updates.</summary>
    Standby,
    Starting,
    Receiving,
    Failing,
    TokenRejected,
}

/// <summary>Degraded while a bot receives no updates or drops them as too old. Never unhealthy, because each bot recovers by itself.</summary>
internal sealed class BotsHealth(BotFleet fleet) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var description = string.Join(", ", fleet.Statuses.Select(Describe));
        return Task.FromResult(fleet.Statuses.All(status => status is { State: BotState.Receiving or BotState.Standby, Old: 0 })
            ? HealthCheckResult.Healthy(description)
            : HealthCheckResult.Degraded(description));
    }

    private static string Describe(BotStatus status) =>
          status.Old == 0 ? $"{status.Name}: {status.State}" : $"{status.Name}: {status.State}, dropped {status.Old} messages older than a day";
}
