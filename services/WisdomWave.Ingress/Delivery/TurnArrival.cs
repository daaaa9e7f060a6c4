using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>A turn whose reply is to be delivered.</summary>
internal sealed record TurnArrival(Bot Bot, TurnRef Turn)
{
    /// <summary>The open event stream; null when the turn has to be joined first.</summary>
    public TurnStream? Stream { get; init; }

    /// <summary>The timestamp from which the answer time is measured.</summary>
    public required long ReceivedAt { get; init; }

    /// <summary>True when another ingress left the reply unfinished. Dialog keeps the order of such replies, so they join no lane here.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>Send the Markdown source, when the answer is complete, because formatting failed before.</summary>
    public bool IsPlain { get; init; }

    /// <summary>True when an earlier process started the delivery.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Text to send instead of the unsent parts; null to send the reply.</summary>
    public string? SetAside { get; init; }

    /// <summary>Completes when the user presses Stop on the answer's draft.</summary>
    public TaskCompletionSource StopRequested { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the turn that this one started, if any.</summary>
    public TaskCompletionSource<TurnRef> Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reply's place among all deliveries; null before it is assigned.</summary>
    public DeliveryPlace? Place { get; init; }

    public DeliveryLane Lane => DeliveryLane.Of(Turn);
}
