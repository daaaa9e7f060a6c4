using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Dialog.Turns.Regenerating;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Accepts the messages of a conversation: an edit or /retry replaces the last turn, a further part is merged into its question, a message
/// above the limits is refused, and any other is committed to the inbox and queued.
/// </summary>
internal sealed class MessageAcceptor(
    DatabaseWriter writer,
    QuestionLimits limits,
    RefusalStore refusals,
    TurnRegenerator regenerator,
    TurnFactory turns,
    ConversationRights rights,
    DialogMetrics metrics,
    TimeProvider time)
{
    public async Task<IntakeResult> AcceptAsync(Conversation conversation, InboundMessage message)
    {
        var (key, lane) = (conversation.Key, conversation.Lane);
        var turn = NewTurn.Of(message, key.IsShared, time.GetUtcNow());
        var replaces = message.IsEdit || turn.Command?.Kind == CommandKind.Retry;
        if (replaces && limits.Refuse(message.From.Id, message.Chat.Id, lane.Count, asks: true) is { } tooOften)
            return await refusals.StoreAsync(key, message, tooOften);
        if (replaces && await ReplaceAsync(conversation, message, turn) is { Result: not (OperationResult.NoQuestion or OperationResult.NotTheirs) } operation)
            return new IntakeResult(operation.TurnId, Sequence: null);

        if (turn.IsQuestion && !message.IsEdit)
        {
            var part = QuestionPart.Of(message);
            if (await MergeAsync(conversation, message, part) is { } merged)
                return merged;

            turn = turn with { Growing = turns.StartGrowing(part) };
        }

        var stops = turn.Command?.Kind == CommandKind.Stop;
        if (!replaces && Refuse(message, turn, stops, lane.Count) is { } refusal)
        {
            // Only the reply to a /stop of one's own answer is refused: the answer that it stops costs money.
            if (stops && lane.Current is { } running && running.UserId == message.From.Id)
                await lane.StopTurnAsync(running.Id);
            return await refusals.StoreAsync(key, message, refusal);
        }

        var taken = await writer.WriteAsync(
            session => InboxWrites.Accept(session, key, message.Chat.Kind, message.UpdateId, turn), CancellationToken.None);
        if (taken.Sequence is { } sequence)
            conversation.Add(turns.Create(message, turn, sequence, stops ? StopCurrentAsync(conversation, message) : null));
        return taken;
    }

    private Refusal? Refuse(InboundMessage message, NewTurn turn, bool stops, int pending) => stops
        ? limits.RefuseCommand(message.From.Id, message.Chat.Id)
        : limits.Refuse(message.From.Id, message.Chat.Id, pending, turn.IsQuestion);

    private Task<Operation> ReplaceAsync(Conversation conversation, InboundMessage message, NewTurn turn) => regenerator.BeginAsync(
        conversation,
        session => message.IsEdit
            ? OperationWrites.Edit(session, conversation.Key, message.UpdateId, turn)
            : OperationWrites.Regenerate(
                session, conversation.Key, message.UpdateId, turnId: null, turn,
                onlyOwn: conversation.Key.IsShared && Actor.Of(message).IsChatAdmin is not true));

    /// <summary>Merges the message into the question before it, when it continues that question.</summary>
    private async Task<IntakeResult?> MergeAsync(Conversation conversation, InboundMessage message, QuestionPart part)
    {
        // In a shared conversation, a message of another person is always a question of its own.
        if (conversation.Newest is not { Growing: { } growing, IsReplaced: false } turn || turn.UserId != message.From.Id || !growing.Takes(part))
            return null;

        MergeResult? joined = null;
        await growing.GrowAsync(part, async () =>
        {
            var parts = growing.With(part);
            joined = await writer.WriteAsync(
                session => MergingWrites.Merge(session, message, turn.Id, turn.Sequence, parts, time.GetUtcNow()), CancellationToken.None);
            return joined is { HasGrown: true };
        });
        if (joined is { HasGrown: true })
            metrics.MessageJoined(conversation.Key.BotId);
        return joined is null ? null : new IntakeResult(joined.TurnId, Sequence: null);
    }

    /// <summary>Stops at once when the person may stop; in doubt it waits for Telegram to say whether they are an admin, without blocking the lane.</summary>
    private async Task<StopResult> StopCurrentAsync(Conversation conversation, InboundMessage message)
    {
        if (conversation.Lane.Current is not { } running)
            return StopResult.Nothing;
        if (!await rights.AllowAsync(Actor.Of(message), conversation.Key, running.UserId, conversation.Lane.Closing))
            return StopResult.NotAllowed;

        return await conversation.Lane.StopTurnAsync(running.Id) ? StopResult.Stopped : StopResult.Nothing;
    }
}
