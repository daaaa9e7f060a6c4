using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Turns.History;
using WisdomWave.Dialog.Turns.Regenerating;

namespace WisdomWave.Dialog.Turns;

/// <summary>Runs the turn at the head of a conversation's lane until its reply is stored.</summary>
internal sealed partial class TurnRunner(
    CommandRunner commands,
    TurnPipeline pipeline,
    TurnRecovery recovery,
    TurnRegenerator regenerator,
    ReplyStore replies,
    TurnReporter reporter,
    ChatSettingsStore settings,
    ILogger<TurnRunner> logger)
{
    public async Task RunTurnAsync(Conversation conversation, Turn turn, CancellationToken stop)
    {
        var chosen = settings.Of(conversation.Key.BotId, conversation.Key.ChatId);
        var texts = Texts.Of(chosen, turn.Language);
        var closing = conversation.Lane.Closing;
        reporter.NoteStarted(turn);
        try
        {
            conversation.Memory.BeginTurn(chosen, texts);
            if (turn.Interruption is not { } interruption)
                await ReplyAsync(conversation, turn, chosen, texts, stop);
            else if (recovery.Refuse(turn, interruption, texts) is { } refused)
                await EndAsync(conversation, turn, refused);
            else
                await recovery.RunCountedAsync(turn, interruption, () => ReplyAsync(conversation, turn, chosen, texts, stop), closing);
        }
        catch (Exception exception) when (!closing.IsCancellationRequested)
        {
            LogTurnFailed(exception, turn.Id);
            await FailAsync(conversation, turn, texts);
        }
    }

    private Task ReplyAsync(Conversation conversation, Turn turn, ChatSettings chosen, Texts texts, CancellationToken stop) => turn.Command is { } command
        ? ReplyToCommandAsync(conversation, new CommandCall
        {
            Command = command,
            Turn = turn,
            Key = conversation.Key,
            Memory = conversation.Memory,
            Settings = chosen,
            Texts = texts,
        })
        : AnswerQuestionAsync(conversation, turn, texts, stop);

    private async Task ReplyToCommandAsync(Conversation conversation, CommandCall call)
    {
        var (turn, closing) = (call.Turn, conversation.Lane.Closing);
        var reply = await commands.ReplyToAsync(call, closing);
        var outcome = TurnOutcome.OfCommand(turn.Sequence, reply.Reply) with { Label = "command" };
        TurnRef? begun = null;
        if (await replies.StoreCommandReplyAsync(turn, outcome, reply, closing))
        {
            reply.Applied?.Invoke();
            if (reply.Started?.Invoke() is { Result: OperationResult.Started } operation)
                begun = await regenerator.EnqueueAsync(conversation, operation);
        }

        NoteEnd(conversation, turn, outcome, begun);
    }

    private async Task AnswerQuestionAsync(Conversation conversation, Turn turn, Texts texts, CancellationToken stop)
    {
        var (memory, closing) = (conversation.Memory, conversation.Lane.Closing);
        var outcome = await pipeline.AnswerAsync(turn, memory, texts, stop, closing);
        if (!await replies.StoreAnswerAsync(conversation.Key, turn, outcome, memory.WindowChange(turn), closing) || turn.IsReplaced)
        {
            // Another turn has replaced this one, or another activation has answered it: only the database knows the reply.
            reporter.NoteAborted(turn);
            return;
        }

        if (outcome.Remembered && !turn.IsForgotten)
            memory.Remember(turn, outcome);
        NoteEnd(conversation, turn, outcome);
    }

    private async Task FailAsync(Conversation conversation, Turn turn, Texts texts)
    {
        try
        {
            await EndAsync(conversation, turn, TurnOutcome.OfFailure(turn.Sequence, FailureKind.Unavailable, texts) with { Label = "bug" });
        }
        catch (Exception exception) when (!conversation.Lane.Closing.IsCancellationRequested)
        {
            // The turn stays unfinished, and the next start retries it within the limit of restarts. The turns behind it go on.
            LogNotEnded(exception, turn.Id);
            turn.Growing?.Close();
            reporter.NoteAborted(turn);
        }
    }

    private async Task EndAsync(Conversation conversation, Turn turn, TurnOutcome outcome)
    {
        await replies.StoreAnswerAsync(conversation.Key, turn, outcome, window: null, conversation.Lane.Closing);
        NoteEnd(conversation, turn, outcome);
    }

    private void NoteEnd(Conversation conversation, Turn turn, TurnOutcome outcome, TurnRef? begun = null)
    {
        conversation.NoteEnded(turn);
        reporter.NoteEnded(turn, outcome, begun);
    }

    [LoggerMessage(LogLevel.Error, "Turn {Turn} failed with an unexpected error")]
    private partial void LogTurnFailed(Exception exception, Guid turn);

    [LoggerMessage(LogLevel.Error, "The failure of turn {Turn} could not be stored")]
    private partial void LogNotEnded(Exception exception, Guid turn);
}
