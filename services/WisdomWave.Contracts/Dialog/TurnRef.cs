using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>A turn whose reply is to be delivered: everything that ingress needs to start, or to resume after a crash.</summary>
public sealed record TurnRef
{
    public required Guid Id { get; init; }

    public required long BotId { get; init; }

    public required ChatAddress Chat { get; init; }

    /// <summary>The user whose message is answered; null when unknown. Determines the <see cref="DeliveryLane"/>.</summary>
    public long? UserId { get; init; }

    /// <summary>The message that the reply refers to; set in groups, null in private chats.</summary>
    public int? ReplyToMessageId { get; init; }

    /// <summary>
    /// The parts that ingress has reported. A turn that answers a question again starts with the messages of the answer it replaces, as
    /// placeholders: they are edited, and those that the new answer does not need are deleted.
    /// </summary>
    public IReadOnlyList<DeliveredPart> Delivered { get; init; } = [];

    /// <summary>True when every part is delivered: nothing is left to do and no more events follow.</summary>
    public bool IsDelivered { get; init; }

    /// <summary>True when another ingress delivers the reply (<see cref="Deliverer"/>): do nothing; no more events follow.</summary>
    public bool IsTaken { get; init; }

    /// <summary>How many processes resumed the delivery and ended before they reported another part (<see cref="Redelivery"/>).</summary>
    public int Redeliveries { get; init; }

    /// <summary>
    /// The span that accepted the message, as in the header <c>traceparent</c>, for a process that resumes the delivery; null when no traces
    /// are exported.
    /// </summary>
    public string? Trace { get; init; }

    /// <summary>True for a question to the model, whose answer is streamed; false for commands, which complete at once.</summary>
    public bool Streams { get; init; }

    public ReplyStyle Style { get; init; }
}

/// <summary>How an answer is shown while it is being written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplyStyle>))]
public enum ReplyStyle
{
    /// <summary>As a message that is edited.</summary>
    Edits,

    /// <summary>As a Telegram message draft in private chats; elsewhere like <see cref="Edits"/>.</summary>
    Drafts,

    /// <summary>Not at all: the answer is sent when it is complete.</summary>
    Whole,
}
