using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>One reply's place among all deliveries. Disposed when the reply is delivered or dropped.</summary>
/// <param name="isTakenOver">See <see cref="TurnArrival.IsTakenOver"/>.</param>
internal sealed class DeliveryPlace(DeliverySlots slots, DeliveryLane lane, bool isTakenOver) : IDisposable
{
    private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public enum Stage
    {
        BehindItsLane,
        BehindItsChat,
        WaitingForASlot,
        Holding,

        /// <summary>The chat accepts no sends now, and the slot was given to another reply.</summary>
        Parked,
        Gone,
    }

    public DeliveryLane Lane => lane;

    public bool IsTakenOver => isTakenOver;

    /// <summary>Only <see cref="DeliverySlots"/> accesses this, under its lock.</summary>
    public Stage Now { get; set; }

    /// <summary>Completes when the reply may be delivered.</summary>
    public Task Granted => _granted.Task;

    /// <summary>Whether the message may be posted to dialog: the reply has a slot, or needs none while it waits for others in its chat.</summary>
    public bool IsReady => slots.IsReady(this);

    /// <summary>Completes when <see cref="IsReady"/> is true.</summary>
    public Task UntilReadyAsync(CancellationToken cancellationToken) => IsReady ? Task.CompletedTask : Granted.WaitAsync(cancellationToken);

    /// <summary>Releases the slot while the reply waits for its chat; the reply continues without one.</summary>
    public void Park() => slots.Park(this);

    public void Grant() => _granted.SetResult();

    public void Dispose() => slots.Leave(this);
}
