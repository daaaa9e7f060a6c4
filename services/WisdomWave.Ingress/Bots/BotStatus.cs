namespace WisdomWave.Ingress.Bots;

/// <summary>How one bot's connection to Telegram is; says so in the log when it changes, not at every try.</summary>
internal sealed partial class BotStatus(BotOptions bot, ILogger<BotStatus> logger)
{
    private volatile BotState _state = BotState.Starting;

    public string Name => bot.Name;

    public BotState State => _state;

    public void Receives()
    {
        if (_state == BotState.Failing)
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
        _state = BotState.TokenRejected;
        LogTokenRejected(Name, bot.TokenSetting);
    }

    [LoggerMessage(LogLevel.Information, "Telegram answers {Bot} again.")]
    private partial void LogBack(string bot);

    [LoggerMessage(LogLevel.Warning, "Telegram fails {Bot}: {Reason}. It is asked again, more and more slowly.")]
    private partial void LogFails(string bot, string reason);

    [LoggerMessage(LogLevel.Error, "Telegram rejects the token of {Bot}: set {Setting} to the token that @BotFather shows for it and restart.")]
    private partial void LogTokenRejected(string bot, string setting);
}
