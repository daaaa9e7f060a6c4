using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Outbox;

/// <summary>
/// Decides which ingress delivers which turn when several share a bot. Kept in memory: each ingress renews its claims every few seconds,
/// and after a restart of dialog no turn is reassigned until the previous claims would have expired. With several dialog processes, one
/// of them would have to decide.
/// </summary>
internal sealed partial class DeliveryClaims(TurnReader turns, TimeProvider time)
{
    /// <summary>How long an expired claim still blocks later turns. By then another ingress has taken the turn over, or the turn was erased.</summary>
    private static readonly TimeSpan Remembered = 3 * Deliverer.Lease;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Claim> _claims = [];

    /// <summary>
    /// Claims a turn for an ingress. <paramref name="isAsked"/> says that the ingress asked for this turn or was the first to bring its
    /// message; it is false when the ingress repeats a message.
    /// </summary>
    /// <returns>False when another ingress delivers the turn, or may be delivering it.</returns>
    public bool TryClaim(TurnRef turn, string deliverer, bool isAsked)
    {
        lock (_gate)
        {
            if (Find(turn.Id) is { } claim && claim.Deliverer != deliverer && !(claim.HasUnknownDeliverer && isAsked))
                return false;
            Put(turn.Id, deliverer).Lane = DeliveryLane.Of(turn);
            return true;
        }
    }

    /// <returns>True when no ingress was delivering the turn; <paramref name="deliverer"/> now does.</returns>
    public bool TryTakeOver(string deliverer, Guid turn)
    {
        lock (_gate)
        {
            // The turn has just been accepted, and the ingress that brought it is about to claim it.
            if (!_claims.ContainsKey(turn))
                Put(turn, deliverer: null);
            if (Find(turn) is not null)
                return false;
            Put(turn, deliverer).IsTakenOver = true;
            return true;
        }
    }

    /// <summary>Extends the claims of an ingress, except those that another ingress has taken over.</summary>
    public void Renew(string deliverer, IEnumerable<Guid> delivering)
    {
        lock (_gate)
        {
            foreach (var turn in delivering)
            {
                if (Find(turn) is not { } claim || claim.Deliverer == deliverer || claim.HasUnknownDeliverer)
                    Put(turn, deliverer);
            }

            // An erased turn is never reported as delivered, so its claim is dropped here.
            foreach (var (turn, claim) in _claims)
            {
                if (time.GetElapsedTime(claim.RenewedAt) >= Remembered)
                    Drop(turn, claim);
            }
        }
    }

    /// <summary>Drops the claim of a delivered turn.</summary>
    public void Release(Guid turn)
    {
        lock (_gate)
        {
            if (_claims.TryGetValue(turn, out var claim))
                Drop(turn, claim);
        }
    }

    /// <summary>Lets other ingresses take over the turns of one that stops.</summary>
    public void GiveBack(string deliverer)
    {
        lock (_gate)
        {
            foreach (var claim in _claims.Values.Where(claim => claim.Deliverer == deliverer))
                claim.IsGivenBack = true;
        }
    }

    private Claim? Find(Guid turn) => _claims.TryGetValue(turn, out var claim) && IsHeld(claim) ? claim : null;

    private bool IsHeld(Claim claim) => !claim.IsGivenBack && time.GetElapsedTime(claim.RenewedAt) < Deliverer.Lease;

    private Claim Put(Guid turn, string? deliverer)
    {
        if (!_claims.TryGetValue(turn, out var claim) || claim.Deliverer != deliverer || claim.IsGivenBack)
        {
            var lane = claim?.Lane;
            if (claim is not null)
                Drop(turn, claim);
            _claims[turn] = claim = new Claim(deliverer) { Lane = lane };
        }

        claim.RenewedAt = time.GetTimestamp();
        return claim;
    }

    private void Drop(Guid turn, Claim claim)
    {
        _claims.Remove(turn);
        claim.Ended.TrySetResult();
    }

    private sealed class Claim(string? deliverer)
    {
        /// <summary>Null after a restart of dialog and before the first claim: an unknown ingress may be delivering the turn.</summary>
        public string? Deliverer { get; } = deliverer;

        public bool HasUnknownDeliverer => Deliverer is null;

        /// <summary>Null until the ingress has asked for the turn.</summary>
        public DeliveryLane? Lane { get; set; }

        public long RenewedAt { get; set; }

        public bool IsGivenBack { get; set; }

        /// <summary>Whether the turn was taken over, possibly after its ingress had received later turns.</summary>
        public bool IsTakenOver { get; set; }

        /// <summary>Completes when the turn is delivered, or when another ingress has taken it over.</summary>
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
