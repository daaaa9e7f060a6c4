using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Intake.Access.Admission;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Intake.Limits;

/// <summary>
/// Stores a refused message together with its reply in one transaction. The message does not enter its conversation, its text is
/// not kept, and the turn is erased after delivery.
/// </summary>
internal sealed class RefusalStore(
    DatabaseWriter writer, ChatSettingsStore settings, AccessList access, ToldStrangers told, DialogMetrics metrics, TimeProvider time)
{
    private const string Denied = "denied";

    public async Task<IntakeResult> StoreAsync(ConversationKey key, InboundMessage message, Refusal refusal)
    {
        if (!refusal.IsSilent)
        {
            var sentence = refusal.Sentence(TextsFor(message));
            return await StoreAsync(key, message, refusal.Outcome, _ => new Reply(sentence));
        }

        // A flood must stay cheap: a silent refusal stores no turn, and ingress has nothing to deliver.
        var now = time.GetUtcNow();
        if (await writer.WriteAsync(session => InboxWrites.FindTurn(session, key.BotId, message.UpdateId, now), CancellationToken.None) is { } before)
            return new IntakeResult(before, Sequence: null);

        metrics.TurnEnded(key.BotId, refusal.Outcome, TimeSpan.Zero);
        return IntakeResult.RefusedSilently(Guid.CreateVersion7(now));
    }

    /// <summary>A refusal that the person has already been told, or will not be told.</summary>
    public Task<IntakeResult> DropAsync(ConversationKey key, InboundMessage message) =>
        StoreAsync(key, message, new Refusal(Denied, _ => "", IsSilent: true));

    /// <summary>Tells a stranger once that they have no access, and only in their private chat. All their other messages are dropped.</summary>
    public async Task<IntakeResult> StoreStrangerAsync(ConversationKey key, InboundMessage message)
    {
        var list = access.ListOf(message.Bot.Id);
        if (message.Chat.Kind != ChatKind.Private || told.Contains(list, message.From.Id) || !told.MayTellAnother(message.Bot.Id))
            return await DropAsync(key, message);

        var texts = TextsFor(message);
        var reply = access.IsUnowned(message.Bot.Id) ? new Reply(texts.AccessUnclaimed) : new Reply(texts.AccessStranger(message.From.Id))
        {
            Buttons = access.AdminsOf(message.Bot.Id).Count > 0 ? [[new(texts.AskIn, AdmissionButton.Ask)]] : null,
        };
        var now = time.GetUtcNow();
        var taken = await StoreAsync(
            key, message, Denied, session => AccessWrites.RecordTold(session, list, message.From.Id, now) ? reply : new Reply(""));
        told.Add(list, message.From.Id);
        return taken;
    }

    /// <summary>Stores the message and the reply that <paramref name="answer"/> makes; it may write in the same transaction.</summary>
    public async Task<IntakeResult> StoreAsync(
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
            UserId = message.From.Id,
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
            metrics.TurnEnded(key.BotId, outcome, time.GetElapsedTime(started));
        return taken;
    }

    private Texts TextsFor(InboundMessage message) => Texts.Of(settings.Of(message.Bot.Id, message.Chat.Id), message.From.Language);
}
