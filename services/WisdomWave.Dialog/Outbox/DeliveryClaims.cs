using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Outbox;

/// <summary>
/// Which ingress delivers which turn, where several share a bot. In memory: they say every few seconds what they deliver, and after
/// a restart of dialog nothing is given away before they have. Of several dialogs one would have to decide.
/// </summary>
internal sealed partial class DeliveryClaims(TurnReader turns, TimeProvider time)
{
    /// <summary>How long a turn that nobody delivers any more holds up those after it; by then somebody has taken it over, or it was forgotten.</summary>
    private static readonly TimeSpan Remembered = 3 * Deliverer.Lease;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Claim> _claims = [];

    /// <param name="turn">What is to be delivered.</param>
    /// <param name="deliverer">Who would do it.</param>
    /// <param name="isAsked">It asks for this very turn, or has brought its first message; not when it only repeats a message.</param>
    /// <returns>False when it is another's, or may be.</returns>
    public bool TryClaim(TurnRef turn, string deliverer, bool isAsked)
    {
        lock (_gate)
        {
            if (Find(turn.Id) is { } claim && claim.Deliverer != deliverer && !(claim.IsAnybodys && isAsked))
                return false;
            Put(turn.Id, deliverer).Lane = DeliveryLane.Of(turn);
            return true;
        }
    }

    /// <returns>Whether nobody delivered it; now <paramref name="deliverer"/> does.</returns>
    public bool TryTakeOver(string deliverer, Guid turn)
    {
        lock (_gate)
        {
            // Accepted a moment ago: whoever has brought it is about to claim it.
            if (!_claims.ContainsKey(turn))
                Put(turn, deliverer: null);
            if (Find(turn) is not null)
                return false;
            Put(turn, deliverer).IsLeft = true;
            return true;
        }
    }

    /// <summary>It is still delivering them; what another has taken over meanwhile stays with that.</summary>
    public void Renew(string deliverer, IEnumerable<Guid> delivering)
    {
        lock (_gate)
        {
            foreach (var turn in delivering)
            {
                if (Find(turn) is not { } claim || claim.Deliverer == deliverer || claim.IsAnybodys)
                    Put(turn, deliverer);
            }

            // Turns that were forgotten meanwhile are never reported as delivered.
            foreach (var (turn, claim) in _claims)
            {
                if (time.GetElapsedTime(claim.RenewedAt) >= Remembered)
                    Drop(turn, claim);
            }
        }
    }

    /// <summary>It is delivered.</summary>
    public void Release(Guid turn)
    {
        lock (_gate)
        {
            if (_claims.TryGetValue(turn, out var claim))
                Drop(turn, claim);
        }
    }

    /// <summary>Others may go on with what it has left.</summary>
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
        claim.Over.TrySetResult();
    }

    private sealed class Claim(string? deliverer)
    {
        /// <summary>Null after a restart of dialog, and before it is claimed: somebody may be delivering it.</summary>
        public string? Deliverer { get; } = deliverer;

        public bool IsAnybodys => Deliverer is null;

        /// <summary>Null until the ingress has asked for the turn.</summary>
        public DeliveryLane? Lane { get; set; }

        public long RenewedAt { get; set; }

        public bool IsGivenBack { get; set; }

        /// <summary>Its deliverer has it from another, and perhaps later than those that come after it.</summary>
        public bool IsLeft { get; set; }

        /// <summary>Completes when it is delivered, or another's.</summary>
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
