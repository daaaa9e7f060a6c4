namespace WisdomWave.Ingress.Bots;

/// <summary>How one bot's connection to Telegram is; says so in the log when it changes, not at every try.</summary>
internal sealed partial class BotStatus(BotOptions bot, ILogger<BotStatus> logger)
{
    /// <summary>So many can be old after a long outage, or because somebody forwards updates by hand; more may mean a wrong clock.</summary>
    private const int FewOld = 3;

    private int _old;

    private volatile BotState _state = BotState.Starting;

    public string Name => bot.Name;

    public BotState State => _state;

    /// <summary>Messages that were dropped as too old since the last one that was not; 0 as long as they are few.</summary>
    public int Old => Volatile.Read(ref _old) is > FewOld and var old ? old : 0;

    /// <summary>A message was dropped because it is older than a day.</summary>
    public void DropsOld()
    {
        if (Interlocked.Increment(ref _old) == FewOld + 1)
            LogDropsOld(Name, FewOld + 1);
    }

    public void TakesNew() => Volatile.Write(ref _old, 0);

    public void Receives()
    {
        if (_state is BotState.Failing or BotState.TokenRejected)
            LogBack(Name);
        _state = BotState.Receiving;
    }

    public void Fails(string reason)
    {
        if (_state != BotState.Failing)
            LogFails(Name, reason);
        _state = BotState.Failing;
    }

    public void TokenIsRejected()
    {
        if (_state != BotState.TokenRejected)
            LogTokenRejected(Name, bot.TokenSetting);
        _state = BotState.TokenRejected;
    }

    [LoggerMessage(LogLevel.Information, "Telegram answers {Bot} again.")]
    private partial void LogBack(string bot);

    [LoggerMessage(LogLevel.Warning, "Telegram fails {Bot}: {Reason}. It is asked again, more and more slowly.")]
    private partial void LogFails(string bot, string reason);

    [LoggerMessage(LogLevel.Error, "{Bot} has dropped {Count} messages in a row as older than a day and goes on dropping such messages. If they are not that old, the date of the Bot API server is wrong.")]
    private partial void LogDropsOld(string bot, int count);

    [LoggerMessage(LogLevel.Error, "Telegram rejects the token of {Bot}: set {Setting} to the token that @BotFather shows for it and restart. Until then it is tried again once a minute.")]
    private partial void LogTokenRejected(string bot, string setting);
}
