using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Commands;
using WisdomWave.Dialog.Joining;

namespace WisdomWave.Dialog.Conversations;

/// <summary>A turn that waits for its reply.</summary>
/// <param name="Sequence">Its place in the order of all.</param>
/// <param name="Live">Where its followers are.</param>
/// <param name="Text">What the person asks; grows with the parts that come, and with what their attachments say.</param>
/// <param name="Language">The tag of the person's client.</param>
/// <param name="AcceptedAt">When it was committed, or when it was found after a restart: <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record PendingTurn(long Sequence, LiveTurn Live, string Text, string? Language, long AcceptedAt)
{
    public Guid Id => Live.Turn.Id;

    public string Text { get; set; } = Text;

    /// <summary>The messages that it consists of; null where no other can join, as with commands.</summary>
    public GrowingQuestion? Growing { get; init; }

    /// <summary>What was sent beside the text; null for text alone.</summary>
    public TurnAttachments? Attachments { get; set; }

    /// <summary>Null for a question. Without text it asks about what came with it.</summary>
    public CommandKind? Command => Attachments is null ? CommandParser.Parse(Text) : null;

    /// <summary>Stands before the answer, and is not the model's.</summary>
    public string Preface => Attachments?.Read?.Preface ?? "";

    /// <summary>Whether it is a /stop that stopped something when it came.</summary>
    public bool HasStopped { get; init; }
}
