using System.Collections.Concurrent;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// The turns that run in this process, for whoever follows them. Followers read here and not through their grain,
/// because a grain call per delta would cost more than the delta. In a cluster of several dialogs a follower must
/// therefore ask the process whose grain runs the turn; Orleans places a conversation where its message arrived
/// (<see cref="ConversationGrain"/>).
/// </summary>
internal sealed class LiveTurns(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, LiveTurn> _turns = new();

    public LiveTurn Begin(TurnRef turn) => _turns.GetOrAdd(turn.Id, _ => new LiveTurn(turn, time));

    public LiveTurn? Find(Guid turnId) => _turns.GetValueOrDefault(turnId);

    /// <summary>Another turn has taken its place: followers, who join again, no longer find it.</summary>
    public void Cut(Guid turnId)
    {
        if (_turns.TryRemove(turnId, out var turn))
            turn.Cut();
    }

    /// <summary>Must be called after the end is on disk: from then on followers find it there.</summary>
    public void End(Guid turnId, TurnEvent end)
    {
        if (_turns.TryRemove(turnId, out var turn))
            turn.End(end);
    }
}
