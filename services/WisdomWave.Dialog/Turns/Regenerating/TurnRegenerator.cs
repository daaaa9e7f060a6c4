using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Turns.Regenerating;

/// <summary>Starts a turn that replaces or continues the last one: 🔄 and ▶️, /retry, an edit.</summary>
internal sealed class TurnRegenerator(
    DatabaseWriter writer, ConversationStore store, TurnFactory turns, LiveTurns liveTurns, ChatSettingsStore settings, TimeProvider time)
{
    public Task<Operation> RegenerateAsync(Conversation conversation, ButtonPress press, Guid turnId)
    {
        var turn = NewTurn.Of(press, question: "", time.GetUtcNow());
        return BeginAsync(conversation, session => OperationWrites.Regenerate(session, conversation.Key, press.UpdateId, turnId, turn));
    }

    public Task<Operation> ContinueAsync(Conversation conversation, ButtonPress press, Guid turnId)
    {
        var texts = Texts.Of(settings.Of(conversation.Key.BotId, conversation.Key.ChatId), press.From.Language);
        var turn = NewTurn.Of(press, texts.GoOn, time.GetUtcNow());
        return BeginAsync(conversation, session => OperationWrites.Continue(session, conversation.Key, press.UpdateId, turnId, turn));
    }

    public async Task<Operation> BeginAsync(Conversation conversation, Func<WriteSession, Operation> write)
    {
        var operation = await writer.WriteAsync(write, CancellationToken.None);
        return operation.Result == OperationResult.Started ? operation with { Turn = await EnqueueAsync(conversation, operation) } : operation;
    }

    /// <summary>Queues the turn of an operation that has been stored.</summary>
    public async Task<TurnRef> EnqueueAsync(Conversation conversation, Operation operation)
    {
        if (operation.Replaced is { } replaced)
        {
            liveTurns.Abort(replaced);
            conversation.Memory.Window.Remove(operation.Sequence);
            await conversation.Lane.DropAsync(replaced);
        }

        try
        {
            var (row, parts) = await store.LoadTurnAsync(operation.TurnId, CancellationToken.None);
            var turn = turns.Restore(row, row.Conversation!, parts, interruption: null);
            conversation.Add(turn);
            return turn.Live.Turn;
        }
        catch
        {
            // The turn is stored but not queued: the next activation finds it.
            conversation.Deactivate();
            throw;
        }
    }
}
