using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Turns;

/// <summary>A message of a person that waits for its reply, or is being answered.</summary>
internal sealed class Turn(long sequence, LiveTurn live, string text, string? language, long acceptedAt)
{
    /// <summary>The position in the order in which all turns were accepted.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Where followers read the answer while it is written.</summary>
    public LiveTurn Live { get; } = live;

    /// <summary>The tag of the person's Telegram client.</summary>
    public string? Language { get; } = language;

    /// <summary>A <see cref="TimeProvider.GetTimestamp"/>: when the turn was committed, or when it was found after a restart.</summary>
    public long AcceptedAt { get; } = acceptedAt;

    public Guid Id => Live.Turn.Id;

    /// <summary>Who asked; 0 when that is not known.</summary>
    public long UserId => Live.Turn.UserId ?? 0;

    public Spender Spender => Spender.Of(Live.Turn.BotId, Live.Turn.Chat.Id, Circumstances.PayerId ?? UserId);

    public TurnSpending Spending { get; } = new();

    /// <summary>The question. Grows when messages are merged into it and when its attachments have been read.</summary>
    public string Text { get; set; } = text;

    /// <summary>The name by which the model addresses the person; in shared conversations only.</summary>
    public string? PersonName { get; init; }

    /// <summary>The text for the model: in shared conversations it starts with the person's name.</summary>
    public string Prompt => PersonName is null ? Text : $"{PersonName}: {Text}";

    /// <summary>The messages of the question; null when no other message can join, as with commands.</summary>
    public GrowingQuestion? Growing { get; init; }

    /// <summary>Null without attachments.</summary>
    public TurnAttachments? Attachments { get; set; }

    /// <summary>Null for a question.</summary>
    public Command? Command { get; init; }

    /// <summary>The context of a command, or of a regeneration.</summary>
    public CommandContext Circumstances { get; init; } = CommandContext.None;

    /// <summary>Set when the question was forgotten before its answer was stored: memory must not take it up again.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Whether the answer must not come from the cache.</summary>
    public bool Fresh { get; init; }

    /// <summary>Text of the bot that is shown before the model's answer.</summary>
    public string Preface => Attachments?.Read?.Preface ?? "";

    /// <summary>Set when the turn was interrupted by a restart, or was lost with its grain.</summary>
    public Interruption? Interruption { get; init; }

    /// <summary>The result of a /stop. It acts on arrival: in its own turn it would come after the answer that it should stop.</summary>
    public Task<StopResult> Stopping { get; init; } = Task.FromResult(StopResult.Nothing);

    /// <summary>Whether the person stopped the turn before it started.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Whether text from the model has arrived, even if it was discarded later.</summary>
    public bool HasFirstText { get; set; }

    /// <summary>Whether another turn has replaced this one, so that its result is discarded.</summary>
    public bool IsReplaced { get; set; }
}

/// <summary>The result of a /stop.</summary>
internal enum StopResult
{
    /// <summary>No answer was being written.</summary>
    Nothing,

    Stopped,

    /// <summary>The running question belongs to somebody else.</summary>
    NotAllowed,
}
