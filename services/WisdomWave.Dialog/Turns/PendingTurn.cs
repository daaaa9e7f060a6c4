using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>A turn that waits for its reply.</summary>
/// <param name="Sequence">Its place in the order of all.</param>
/// <param name="Live">Where its followers are.</param>
/// <param name="Text">What the person asks; grows with the parts that come, and with what their attachments say.</param>
/// <param name="Language">The tag of the person's client.</param>
/// <param name="AcceptedAt">When it was committed, or when it was found after a restart: <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record PendingTurn(long Sequence, LiveTurn Live, string Text, string? Language, long AcceptedAt)
{
    public Guid Id => Live.Turn.Id;

    /// <summary>Who asked; 0 when that is not known.</summary>
    public long PersonId => Live.Turn.PersonId ?? 0;

    public Spender Spender => Spender.Of(Live.Turn.BotId, Live.Turn.Chat.Id, Circumstances.PayerId ?? PersonId);

    /// <summary>What it has cost so far.</summary>
    public TurnSpending Spending { get; } = new();

    public string Text { get; set; } = Text;

    /// <summary>How the model is to call who asks; in shared dialogues only.</summary>
    public string? PersonName { get; init; }

    /// <summary>What the model reads: the person's words, in shared dialogues with their name.</summary>
    public string Prompt => PersonName is null ? Text : $"{PersonName}: {Text}";

    /// <summary>The messages that it consists of; null where no other can join, as with commands.</summary>
    public GrowingQuestion? Growing { get; init; }

    /// <summary>What was sent beside the text; null for text alone.</summary>
    public TurnAttachments? Attachments { get; set; }

    /// <summary>Null for a question.</summary>
    public Command? Command { get; init; }

    /// <summary>What it was sent with, or is asked anew with.</summary>
    public CommandContext Circumstances { get; init; } = CommandContext.None;

    /// <summary>Whether its answer must not come from the cache.</summary>
    public bool Fresh { get; init; }

    /// <summary>Stands before the answer, and is not the model's.</summary>
    public string Preface => Attachments?.Read?.Preface ?? "";

    /// <summary>Set when an earlier process left it behind.</summary>
    public Resumption? Resumption { get; init; }

    /// <summary>What a /stop came to. It acts when it comes; in its turn it would come after the answer that it is to stop.</summary>
    public Task<StopResult> Stopping { get; init; } = Task.FromResult(StopResult.Nothing);

    /// <summary>Set when the person stops it before it has begun.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Set when another turn has taken its place: nothing that it comes to is wanted.</summary>
    public bool IsReplaced { get; set; }

    public void ShowPreface()
    {
        if (Preface.Length > 0)
            Live.Append(Preface);
    }

    public static PendingTurn Of(NewTurn turn, long sequence, LiveTurn live, long acceptedAt) =>
        new(sequence, live, turn.Text, turn.Language, acceptedAt)
        {
            PersonName = turn.PersonName,
            Growing = turn.Growing,
            Attachments = turn.Attachments,
            Command = turn.Command,
            Circumstances = turn.Circumstances ?? CommandContext.None,
        };

    /// <param name="row">A turn that has been stored before; what belongs to its question may still be on the way.</param>
    /// <param name="live">Where its followers are.</param>
    /// <param name="growing">Its parts, where it had any when it was stored.</param>
    /// <param name="acceptedAt">Now.</param>
    public static PendingTurn Of(TurnRow row, LiveTurn live, GrowingQuestion? growing, long acceptedAt) =>
        new(row.Sequence, live, growing?.Text ?? row.Question, row.Language, acceptedAt)
        {
            PersonName = row.PersonName,
            Growing = growing,
            Attachments = growing is null ? TurnAttachments.FromJson(row.Attachments) : TurnAttachments.Of(growing.Files, growing.Text),
            Command = row.IsQuestion ? null : CommandParser.Parse(row.Question),
            Circumstances = CommandContext.Read(row.Circumstances),
            Fresh = row.Fresh,
        };
}
