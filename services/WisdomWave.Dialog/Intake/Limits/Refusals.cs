using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Intake.Access.Admission;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Intake.Limits;

/// <summary>
/// Takes a message and closes its turn in the same transaction: it waits in no lane, its words are not kept, and the turn is
/// erased once what it says has arrived.
/// </summary>
internal sealed class Refusals(DatabaseWriter writer, ChatSettingsStore settings, AccessList access, DialogMetrics metrics, TimeProvider time)
{
    public async Task<TakenMessage> TakeAsync(ConversationKey key, InboundMessage message, Refusal refusal)
    {
        if (!refusal.IsSilent)
        {
            var sentence = refusal.Sentence(TextsFor(message));
            return await TakeAsync(key, message, refusal.Outcome, _ => new Reply(sentence));
        }

        // Silence costs next to nothing, however much of it there is: no turn, and nothing for ingress to deliver.
        var now = time.GetUtcNow();
        if (await writer.WriteAsync(session => InboxWrites.FindTurn(session, key.BotId, message.UpdateId, now), CancellationToken.None) is { } before)
            return new TakenMessage(before, Sequence: null);

        metrics.TurnEnded(refusal.Outcome, TimeSpan.Zero);
        return TakenMessage.Silence(Guid.CreateVersion7(now));
    }

    /// <summary>Told once, then never again, and in their private chat alone: a group is not to hear of it.</summary>
    public Task<TakenMessage> TakeFromStrangerAsync(ConversationKey key, InboundMessage message)
    {
        if (message.Chat.Kind != ChatKind.Private)
            return TakeAsync(key, message, "denied", _ => new Reply(""));

        var texts = TextsFor(message);
        var reply = access.IsUnowned(message.Bot.Id) ? new Reply(texts.AccessUnclaimed) : new Reply(texts.AccessStranger(message.From.Id))
        {
            Buttons = access.AdminsOf(message.Bot.Id).Count > 0 ? [[new(texts.AskIn, AdmissionButton.Ask)]] : null,
        };
        var now = time.GetUtcNow();
        return TakeAsync(
            key, message, "denied", session => AccessWrites.NoteTold(session, access.ListOf(message.Bot.Id), message.From.Id, now) ? reply : new Reply(""));
    }

    /// <param name="key">The conversation.</param>
    /// <param name="message">Its words are not kept.</param>
    /// <param name="outcome">For metrics.</param>
    /// <param name="answer">What the person is told; it may write in the same transaction.</param>
    public async Task<TakenMessage> TakeAsync(
        ConversationKey key, InboundMessage message, string outcome, Func<WriteSession, Reply> answer)
    {
        var started = time.GetTimestamp();
        var now = time.GetUtcNow();
        var turn = new NewTurn
        {
            Id = Guid.CreateVersion7(now),
            MessageId = message.MessageId,
            Text = "",
            Command = new Command(CommandKind.Unknown),
            PersonId = message.From.Id,
            Language = message.From.Language,
            AcceptedAt = now,
        };
        var taken = await writer.WriteAsync(
            session =>
            {
                var accepted = InboxWrites.Accept(session, key, message.Chat.Kind, message.UpdateId, turn);
                if (accepted.Sequence is not { } sequence)
                    return accepted;

                HistoryWrites.Complete(session, turn.Id, TurnOutcome.OfCommand(sequence, answer(session)), now);
                HistoryWrites.Remove(session, sequence);
                return accepted;
            },
            CancellationToken.None);
        if (taken.IsNew)
            metrics.TurnEnded(outcome, time.GetElapsedTime(started));
        return taken;
    }

    private Texts TextsFor(InboundMessage message) => Texts.Of(settings.Of(message.Bot.Id, message.Chat.Id), message.From.Language);
}
