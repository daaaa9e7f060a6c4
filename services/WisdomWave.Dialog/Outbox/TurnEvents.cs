using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Dialog.Outbox;

/// <summary>Follows a turn in any state: running, replied to, or interrupted by a restart.</summary>
internal sealed class TurnEvents(LiveTurns liveTurns, TurnReader turns, IGrainFactory grains)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public static EventStreamResult<TurnEvent> Stream(IAsyncEnumerable<TurnEvent> events) =>
        new(events, ContractsJson.Default.TurnEvent, turnEvent => turnEvent.EventType);

    /// <summary>The events of a turn that was accepted in this process; null when it has already ended.</summary>
    public IAsyncEnumerable<TurnEvent>? FollowNew(Guid turnId) =>
        liveTurns.Find(turnId) is { } live ? live.FollowAsync(live.Turn) : null;

    /// <returns>Null when the turn does not exist (any more).</returns>
    public async Task<IAsyncEnumerable<TurnEvent>?> JoinAsync(Guid turnId, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 2 : pause)
        {
            // Look in memory first and in the database second, so that the turn cannot end unnoticed in between.
            var live = liveTurns.Find(turnId);
            if (await turns.FindAsync(turnId, cancellationToken) is not { } stored)
                return null;
            if (stored.End is { } end)
                return Sequence(stored.Turn, end);
            if (live is not null)
                return live.FollowAsync(stored.Turn, CancellationToken.None);

            // An earlier process accepted it: activating its conversation resumes it.
            await grains.GetGrain<IConversationGrain>(stored.Conversation.ToString()).ResumeAsync();
            if (liveTurns.Find(turnId) is null)
                await Task.Delay(pause, cancellationToken);
        }
    }

    private static async IAsyncEnumerable<TurnEvent> Sequence(TurnRef turn, TurnEvent end)
    {
        yield return new TurnAccepted(turn);
        await Task.CompletedTask;
        if (!turn.IsDelivered)
            yield return end;
    }
}
