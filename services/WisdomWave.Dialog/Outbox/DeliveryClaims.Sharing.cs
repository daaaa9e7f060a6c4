using System.Runtime.CompilerServices;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Outbox;

internal sealed partial class DeliveryClaims
{
    /// <summary>Longer than most flood waits; order must not become a standstill.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private Task? _learned;

    /// <summary>A turn's events for one of several ingresses: nothing when another delivers it, and not before what comes first is delivered.</summary>
    /// <param name="events">All of them.</param>
    /// <param name="deliverer">Null for the only ingress.</param>
    /// <param name="isAsked">See <see cref="TryClaim"/>.</param>
    public IAsyncEnumerable<TurnEvent> Share(IAsyncEnumerable<TurnEvent> events, string? deliverer, bool isAsked) =>
        deliverer is null ? events : ShareAsync(events, deliverer, isAsked);

    /// <summary>Renews what it delivers and takes over what nobody does, oldest first.</summary>
    public async Task<IReadOnlyList<TurnRef>> ClaimAsync(long botId, string deliverer, IEnumerable<Guid> delivering, CancellationToken cancellationToken)
    {
        await LearnAsync(cancellationToken);
        Renew(deliverer, delivering);
        return await turns.FindUndeliveredAsync(botId, turn => TryTakeOver(deliverer, turn), cancellationToken);
    }

    private async IAsyncEnumerable<TurnEvent> ShareAsync(
        IAsyncEnumerable<TurnEvent> events, string deliverer, bool isAsked, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await LearnAsync(cancellationToken);
        await foreach (var happened in events.WithCancellation(cancellationToken))
        {
            if (happened is not TurnAccepted { Turn: { IsDelivered: false } turn })
            {
                yield return happened;
                continue;
            }

            if (!TryClaim(turn, deliverer, isAsked))
            {
                yield return new TurnAccepted(turn with { IsTaken = true });
                yield break;
            }

            // The turn was read before it was claimed: in between, the ingress that had it may have delivered it and let it go.
            var current = (await turns.FindAsync(turn.Id, cancellationToken))?.Turn;
            if (current is null or { IsDelivered: true })
            {
                Release(turn.Id);
                yield return new TurnAccepted(turn with { IsDelivered = true });
                yield break;
            }

            yield return new TurnAccepted(turn with { Delivered = current.Delivered });
            await UntilItsTurnAsync(turn, deliverer, cancellationToken);
        }
    }

    /// <summary>What an earlier process has left undelivered: whoever delivers it has a while to say so.</summary>
    private Task LearnAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_learned is null or { IsFaulted: true })
                _learned = LearnAsync();
            return _learned.WaitAsync(cancellationToken);
        }
    }

    private async Task LearnAsync()
    {
        await Task.Yield();
        var undelivered = await turns.FindUndeliveredLanesAsync(CancellationToken.None);
        lock (_gate)
        {
            foreach (var (turn, lane) in undelivered)
                Put(turn, deliverer: null).Lane = lane;
        }
    }

    private async Task UntilItsTurnAsync(TurnRef turn, string deliverer, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (EarlierElsewhere(turn, deliverer) is { } earlier && time.GetElapsedTime(since) < LongestWait)
        {
            using var looking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(earlier, Task.Delay(LookAgain, time, looking.Token));
            await looking.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Null when there is none. An ingress itself keeps the order of what it has taken in order.</summary>
    private Task? EarlierElsewhere(TurnRef turn, string deliverer)
    {
        var lane = DeliveryLane.Of(turn);
        lock (_gate)
        {
            // Ids rise with time.
            return _claims.FirstOrDefault(other => other.Key.CompareTo(turn.Id) < 0 && other.Value.Lane == lane
                && (other.Value.Deliverer != deliverer || other.Value.IsLeft)).Value?.Over.Task;
        }
    }
}
