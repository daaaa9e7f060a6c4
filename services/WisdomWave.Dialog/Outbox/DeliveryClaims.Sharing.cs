using System.Runtime.CompilerServices;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Outbox;

internal sealed partial class DeliveryClaims
{
    /// <summary>Longer than most flood waits. After that, delivering out of order is better than not delivering.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RecheckInterval = TimeSpan.FromSeconds(1);

    private Task? _loading;

    /// <summary>
    /// Filters a turn's events for one of several ingresses: without content when another ingress delivers the turn, and delayed until
    /// earlier turns of the same lane are delivered. <paramref name="deliverer"/> is null when there is only one ingress;
    /// <paramref name="isAsked"/> is explained at <see cref="TryClaim"/>.
    /// </summary>
    public IAsyncEnumerable<TurnEvent> Share(IAsyncEnumerable<TurnEvent> events, string? deliverer, bool isAsked) =>
        deliverer is null ? events : ShareAsync(events, deliverer, isAsked);

    /// <summary>Renews the claims of an ingress and gives it the turns of these bots that no ingress delivers, oldest first.</summary>
    public async Task<IReadOnlyList<TurnRef>> ClaimAsync(IReadOnlySet<long> bots, string deliverer, IEnumerable<Guid> delivering, CancellationToken cancellationToken)
    {
        await LoadUndeliveredAsync(cancellationToken);
        Renew(deliverer, delivering);
        return await turns.FindUndeliveredAsync(bots, turn => TryTakeOver(deliverer, turn), cancellationToken);
    }

    private async IAsyncEnumerable<TurnEvent> ShareAsync(
        IAsyncEnumerable<TurnEvent> events, string deliverer, bool isAsked, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await LoadUndeliveredAsync(cancellationToken);
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

            // The turn was read before it was claimed. In between, the previous ingress may have delivered it and dropped its claim.
            var current = (await turns.FindAsync(turn.Id, cancellationToken))?.Turn;
            if (current is null or { IsDelivered: true })
            {
                Release(turn.Id);
                yield return new TurnAccepted(turn with { IsDelivered = true });
                yield break;
            }

            yield return new TurnAccepted(turn with { Delivered = current.Delivered });
            await WaitForEarlierAsync(turn, deliverer, cancellationToken);
        }
    }

    /// <summary>Loads the turns that an earlier process left undelivered, once. Their ingresses have one lease to renew their claims.</summary>
    private Task LoadUndeliveredAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_loading is null or { IsFaulted: true })
                _loading = LoadUndeliveredAsync();
            return _loading.WaitAsync(cancellationToken);
        }
    }

    private async Task LoadUndeliveredAsync()
    {
        await Task.Yield();
        var undelivered = await turns.FindUndeliveredLanesAsync(CancellationToken.None);
        lock (_gate)
        {
            foreach (var (turn, lane) in undelivered)
                Put(turn, deliverer: null).Lane = lane;
        }
    }

    private async Task WaitForEarlierAsync(TurnRef turn, string deliverer, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (FindEarlier(turn, deliverer) is { } earlier && time.GetElapsedTime(since) < LongestWait)
        {
            using var looking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(earlier, Task.Delay(RecheckInterval, time, looking.Token));
            await looking.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Returns the delivery of an earlier turn by another ingress; null when there is none. Each ingress keeps its own turns in order.</summary>
    private Task? FindEarlier(TurnRef turn, string deliverer)
    {
        var lane = DeliveryLane.Of(turn);
        lock (_gate)
        {
            // Version-7 ids rise with time.
            return _claims.FirstOrDefault(other => other.Key.CompareTo(turn.Id) < 0 && other.Value.Lane == lane
                && (other.Value.Deliverer != deliverer || other.Value.IsTakenOver)).Value?.Ended.Task;
        }
    }
}
