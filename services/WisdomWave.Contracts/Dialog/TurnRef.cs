namespace WisdomWave.Contracts.Dialog;

/// <summary>A turn whose reply is to be delivered: all that ingress needs to begin, or to go on after a crash.</summary>
public sealed record TurnRef
{
    public required Guid Id { get; init; }

    public required long BotId { get; init; }

    public required ChatAddress Chat { get; init; }

    /// <summary>Whose message it answers; replies to one person in one place come in order. Null where that is not known.</summary>
    public long? PersonId { get; init; }

    /// <summary>The message to which the reply answers; set in groups, null in private chats.</summary>
    public int? ReplyToMessageId { get; init; }

    /// <summary>
    /// What ingress has reported as sent, by part. A turn that answers anew begins with the messages of the answer that it
    /// replaces, as placeholders: they are edited, and those that the new answer does not need are deleted.
    /// </summary>
    public IReadOnlyList<DeliveredPart> Delivered { get; init; } = [];

    /// <summary>True when every part has been delivered: nothing is left to do, and no more events follow.</summary>
    public bool IsDelivered { get; init; }

    /// <summary>True when another ingress delivers it (<see cref="Deliverer"/>): nothing is to be done here, and no more events follow.</summary>
    public bool IsTaken { get; init; }

    /// <summary>How often processes ended while they went on with its delivery, without another part having been reported (<see cref="Redelivery"/>).</summary>
    public int Redeliveries { get; init; }

    /// <summary>True when the turn is a question for the model, whose answer takes time and streams; commands answer at once.</summary>
    public bool Streams { get; init; }

    /// <summary>How its answer is shown while it is being written.</summary>
    public ReplyStyle Style { get; init; }
}
