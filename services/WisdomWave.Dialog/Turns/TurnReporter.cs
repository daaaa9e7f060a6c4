using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Reports a turn whose reply is on disk to its followers and the metrics, and to the log when the operator wants people's messages there
/// (<c>Logging:MessageText</c>). Otherwise no message text is logged.
/// </summary>
internal sealed partial class TurnReporter(
    LiveTurns liveTurns, DialogMetrics metrics, IConfiguration configuration, TimeProvider time, ILogger<TurnReporter> logger)
{
    private readonly bool _logsTexts = configuration.GetValue<bool>("Logging:MessageText");

    public void NoteStarted(Turn turn) => metrics.TurnStarted(turn.Live.Turn.BotId, time.GetElapsedTime(turn.AcceptedAt));

    public void NoteEnded(Turn turn, TurnOutcome outcome, TurnRef? begun)
    {
        if (_logsTexts)
            LogTexts(turn.Id, turn.Text, outcome.Reply.Markdown);
        metrics.TurnEnded(turn.Live.Turn.BotId, outcome.Label, time.GetElapsedTime(turn.AcceptedAt));

        // Last: a caller that sees the end of a turn also finds it in the metrics and the log.
        liveTurns.End(turn.Id, outcome.ToEvent(turn.Preface, begun));
    }

    /// <summary>Makes followers join again, because this run of the turn has no result.</summary>
    public void NoteAborted(Turn turn) => liveTurns.Abort(turn.Id);

    [LoggerMessage(LogLevel.Information, "Turn {Turn} asked: {Question} – answered: {Answer}")]
    private partial void LogTexts(Guid turn, string question, string answer);
}
