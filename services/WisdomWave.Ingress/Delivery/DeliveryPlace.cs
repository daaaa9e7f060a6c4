namespace WisdomWave.Ingress.Delivery;

/// <summary>One reply's place among those that are delivered. Disposed when the reply is delivered, or is not to be delivered.</summary>
/// <param name="slots">Where the place is.</param>
/// <param name="lane">Where the reply goes.</param>
/// <param name="isLeft">See <see cref="TurnArrival.IsLeft"/>.</param>
internal sealed class DeliveryPlace(DeliverySlots slots, DeliveryLane lane, bool isLeft) : IDisposable
{
    private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public enum Stage
    {
        BehindItsLane,
        BehindItsChat,
        WaitingForASlot,
        Holding,

        /// <summary>Its chat takes nothing now, and the slot is another's.</summary>
        Parked,
        Gone,
    }

    public DeliveryLane Lane => lane;

    public bool IsLeft => isLeft;

    /// <summary>Only <see cref="DeliverySlots"/> reads and changes it, under its lock.</summary>
    public Stage Now { get; set; }

    /// <summary>Completes when it is the reply's turn.</summary>
    public Task Granted => _granted.Task;

    /// <summary>Its message can be handed to dialog: the reply has a slot, or needs none because it waits for others in its own chat.</summary>
    public bool IsReady => slots.IsReady(this);

    /// <summary>Completes when it <see cref="IsReady"/>.</summary>
    public Task UntilReadyAsync(CancellationToken cancellationToken) => IsReady ? Task.CompletedTask : Granted.WaitAsync(cancellationToken);

    /// <summary>The reply waits for its chat: the slot goes to another, and the reply goes on without one.</summary>
    public void Park() => slots.Park(this);

    public void Grant() => _granted.SetResult();

    public void Dispose() => slots.Leave(this);
}
