using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>People's words in the log, for an operator who has asked for them (<c>Logging:MessageText</c>); else none ever are.</summary>
internal sealed partial class MessageLog(IConfiguration configuration, ILogger<MessageLog> logger)
{
    private readonly bool _isWanted = configuration.GetValue<bool>("Logging:MessageText");

    public void Note(Turn turn, TurnOutcome outcome)
    {
        if (_isWanted)
            LogTexts(turn.Id, turn.Text, outcome.Reply.Markdown);
    }

    [LoggerMessage(LogLevel.Information, "Turn {Turn} asked: {Question} – answered: {Answer}")]
    private partial void LogTexts(Guid turn, string question, string answer);
}
