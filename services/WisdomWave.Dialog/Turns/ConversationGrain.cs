using Orleans.Placement;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Dialog.Turns.Regenerating;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// One conversation: takes its messages in order and answers them one at a time, in parallel with other conversations. Its window and
/// token counts stay in memory, but the database decides: Orleans may briefly activate a grain twice. The work is done by
/// <see cref="MessageAcceptor"/> (accept), <see cref="TurnRunner"/> (run) and <see cref="ConversationRecovery"/> (recover).
/// </summary>
[PreferLocalPlacement]
internal sealed class ConversationGrain(
    ConversationMemoryFactory memories,
    MessageAcceptor acceptor,
    TurnRegenerator regenerator,
    ConversationEdits edits,
    TurnRunner runner,
    ConversationRecovery recovery,
    LiveTurns liveTurns,
    DialogMetrics metrics,
    GracefulStop graceful) : Grain, IConversationGrain, IDisposable
{
    private Conversation _conversation = null!;

    /// <summary>Turns that were found in the database and queued since the last <see cref="ResumeAsync"/>.</summary>
    private int _resumed;

    private bool _wasJustLoaded;
    private bool _isCounted;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = ConversationKey.Parse(this.GetPrimaryKeyString());
        _conversation = new Conversation(key, memories.Create(key), runner.RunTurnAsync, graceful.TryBegin)
        {
            WhenBusy = () => DelayDeactivation(Timeout.InfiniteTimeSpan),
            WhenIdle = () => DelayDeactivation(TimeSpan.Zero),
            Deactivate = DeactivateOnIdle,
        };
        _wasJustLoaded = true;
        _resumed = await recovery.LoadAsync(_conversation, cancellationToken);
        _isCounted = key != WarmUp.Nobody;
        if (_isCounted)
            metrics.ConversationActivated(key.BotId);
    }

    /// <summary>Unfinished turns stay unfinished in the database, where <see cref="UnfinishedTurnSweep"/> finds them.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_isCounted)
            metrics.ConversationDeactivated(_conversation.Key.BotId);
        try
        {
            await _conversation.Lane.CloseAsync(cancellationToken);
        }
        finally
        {
            // Followers join again and see the next run from its start.
            foreach (var turn in _conversation.Lane.Turns)
                liveTurns.Abort(turn.Id);
        }
    }

    public void Dispose() => _conversation?.Dispose();

    public Task<IntakeResult> AcceptAsync([Immutable] InboundMessage message) => acceptor.AcceptAsync(_conversation, message);

    public Task<Operation> RegenerateAsync([Immutable] ButtonPress press, Guid turnId) => regenerator.RegenerateAsync(_conversation, press, turnId);

    public Task<Operation> ContinueAsync([Immutable] ButtonPress press, Guid turnId) => regenerator.ContinueAsync(_conversation, press, turnId);

    public Task<Pin[]> UnpinAsync(long pinId) => edits.UnpinAsync(_conversation, pinId);

    public Task<UndoResult> UndoForgettingAsync(long sequence) => edits.UndoForgettingAsync(_conversation, sequence);

    public Task<bool> StopTurnAsync(Guid turnId) => _conversation.Lane.StopTurnAsync(turnId);

    public async Task<int> ResumeAsync()
    {
        // Activation has just read them. While turns run or wait, none can be missing: they are queued in order.
        if (!_wasJustLoaded && _conversation.Lane.Count == 0)
            _resumed += await recovery.ResumeAsync(_conversation, CancellationToken.None);

        var resumed = _resumed;
        (_resumed, _wasJustLoaded) = (0, false);
        return resumed;
    }
}
