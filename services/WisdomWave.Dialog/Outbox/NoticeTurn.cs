using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Outbox;

/// <summary>
/// A message that the bot sends to a person's private chat without being asked. It is stored as a completed turn in the outbox, so
/// it survives a crash like any reply, and is erased after delivery.
/// </summary>
internal sealed record NoticeTurn(Guid Id, long BotId, long UserId, Reply Reply)
{
    /// <summary>In place of the id of the message that a turn answers.</summary>
    public const int NoMessage = 0;

    public void Write(WriteSession session, DateTimeOffset now)
    {
        var turn = new NewTurn
        {
            Id = Id,
            MessageId = NoMessage,
            Text = "",
            Command = new Command(CommandKind.Unknown),
            UserId = UserId,
            Language = null,
            AcceptedAt = now,
        };
        var sequence = InboxWrites.Begin(session, new ConversationKey(BotId, UserId, 0, UserId), ChatKind.Private, turn);
        HistoryWrites.Complete(session, Id, TurnOutcome.OfCommand(sequence, Reply), now);
        HistoryWrites.Remove(session, sequence);
    }
}
