using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>Creates turns from messages and from stored rows, and makes them visible to followers.</summary>
internal sealed class TurnFactory(LiveTurns liveTurns, ChatSettingsStore settings, IOptions<MergingOptions> joining, TimeProvider time)
{
    public GrowingQuestion StartGrowing(QuestionPart part) => new([part], joining.Value, time);

    public Turn Create(InboundMessage message, NewTurn turn, long sequence, Task<StopResult>? stopping)
    {
        var live = liveTurns.Begin(TurnRefs.Of(message, turn.Id, turn.IsQuestion, settings.Of(message.Bot.Id, message.Chat.Id).Style));
        return new(sequence, live, turn.Text, turn.Language, time.GetTimestamp())
        {
            PersonName = turn.PersonName,
            Growing = turn.Growing,
            Attachments = turn.Attachments,
            Command = turn.Command,
            CommandContext = turn.CommandContext ?? CommandContext.None,
            Trace = TurnTrace.Of(turn.Trace),
            Stopping = stopping ?? Task.FromResult(StopResult.Nothing),
        };
    }

    /// <summary>Recreates a stored turn. More messages of its question may still arrive.</summary>
    public Turn Restore(TurnRow row, ConversationRow conversation, IReadOnlyList<DeliveredPart> delivered, Interruption? interruption)
    {
        var growing = row.Parts is { } parts ? new GrowingQuestion(StoredParts.Read(parts), joining.Value, time) : null;
        var reference = TurnRefs.Of(row, conversation, delivered, settings.Of(conversation.BotId, conversation.ChatId).Style);
        return new(row.Sequence, liveTurns.Begin(reference), growing?.Text ?? row.Question, row.Language, time.GetTimestamp())
        {
            PersonName = row.PersonName,
            Growing = growing,
            Attachments = growing is null ? TurnAttachments.FromJson(row.Attachments) : TurnAttachments.Of(growing.Files, growing.Text),
            Command = row.IsQuestion ? null : CommandParser.Parse(row.Question),
            CommandContext = CommandContext.Read(row.Circumstances),
            Fresh = row.Fresh,
            Interruption = interruption,
            Trace = TurnTrace.Of(row.Trace, isResumed: interruption is not null),
        };
    }
}
