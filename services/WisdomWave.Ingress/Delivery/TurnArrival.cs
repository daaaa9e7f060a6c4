using System.Diagnostics;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>A turn whose reply is to be brought to its chat.</summary>
internal sealed record TurnArrival(Bot Bot, TurnRef Turn)
{
    /// <summary>Its events; null when the turn is to be joined first.</summary>
    public TurnStream? Stream { get; init; }

    /// <summary>The timestamp from which the person's waiting counts.</summary>
    public required long ReceivedAt { get; init; }

    public Activity? Activity { get; init; }

    /// <summary>Another ingress has left it: dialog lets those that come after it wait, in whatever order they are known here.</summary>
    public bool IsLeft { get; init; }

    /// <summary>Formatting has failed us: the answer comes as it was written, when it is complete.</summary>
    public bool IsPlain { get; init; }

    /// <summary>An earlier process has begun with it, and ended.</summary>
    public bool IsResumed { get; init; }

    /// <summary>What to send in the place of what has not been sent yet; null for the reply itself.</summary>
    public string? SetAside { get; init; }

    /// <summary>Completes when the person presses the Stop of the draft in which the answer grows.</summary>
    public TaskCompletionSource StopAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the turn that this one began, where it began one.</summary>
    public TaskCompletionSource<TurnRef> Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where it stands among the replies that are delivered; null before that.</summary>
    public DeliveryPlace? Place { get; init; }

    public DeliveryLane Lane => DeliveryLane.Of(Turn);
}
