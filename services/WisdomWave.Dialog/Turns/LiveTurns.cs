using System.Collections.Concurrent;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// The turns that run in this process. Followers read them here and not through the grain, because a grain call per delta would cost more
/// than the delta. In a cluster, a follower must therefore ask the process whose grain runs the turn; Orleans activates a conversation
/// where its message arrived (<see cref="ConversationGrain"/>).
/// </summary>
internal sealed class LiveTurns(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, LiveTurn> _turns = new();

    public LiveTurn Begin(TurnRef turn) => _turns.GetOrAdd(turn.Id, _ => new LiveTurn(turn, time));

    /// <summary>All accepted turns that have no stored reply yet: those that run and those that wait.</summary>
    public IEnumerable<TurnRef> Running => _turns.Select(turn => turn.Value.Turn);

    public LiveTurn? Find(Guid turnId) => _turns.GetValueOrDefault(turnId);

    /// <summary>Removes a turn whose run has no result. Its followers join again.</summary>
    public void Abort(Guid turnId)
    {
        if (_turns.TryRemove(turnId, out var turn))
            turn.Abort();
    }

    /// <summary>Must be called after the reply is on disk, because new followers find it only there.</summary>
    public void End(Guid turnId, TurnEvent end)
    {
        if (_turns.TryRemove(turnId, out var turn))
            turn.End(end);
    }
}
