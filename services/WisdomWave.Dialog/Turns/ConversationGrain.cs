using Microsoft.Extensions.Options;
using Orleans.Placement;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;
using WisdomWave.Dialog.Turns.Regenerating;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// One dialogue: takes its messages in order and answers them one at a time, beside all other dialogues. Its window and
/// token counts stay in memory; what decides is the database, for Orleans may briefly activate a grain twice.
/// </summary>
[PreferLocalPlacement]
internal sealed partial class ConversationGrain(
    ConversationStore store,
    DatabaseWriter writer,
    ReplyStore replies,
    ChatSettingsStore settings,
    LiveTurns liveTurns,
    Answering answering,
    Resuming resuming,
    CommandRunner commands,
    ConversationRights rights,
    PromptSetups setups,
    TokenCounters counters,
    IOptions<MergingOptions> joining,
    QuestionLimits limits,
    RefusalStore refusals,
    IOptions<RetentionOptions> retention,
    IOptions<ForgettingOptions> forgetting,
    MessageLog messageLog,
    GracefulStop graceful,
    DialogMetrics metrics,
    TimeProvider time,
    ILogger<ConversationGrain> logger) : Grain, IConversationGrain, IDisposable
{
    private ConversationMemory _memory = null!;
    private ConversationKey _key;
    private TurnLane _lane = null!;
    private PendingTurn? _newest;

    /// <summary>Turns that were found in the database and queued since somebody asked.</summary>
    private int _resumed;

    private bool _wasJustLoaded;

    private ChatSettings Settings => settings.Of(_key.BotId, _key.ChatId);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ConversationKey.Parse(this.GetPrimaryKeyString());
        _memory = new ConversationMemory(_key.ToString(), setups.For(_key.BotId), counters);
        _lane = new TurnLane(RunAsync, graceful.TryBegin, whenEmpty: () => DelayDeactivation(TimeSpan.Zero));
        _wasJustLoaded = true;
        if (await store.LoadAsync(_key, cancellationToken) is not { } stored)
            return;

        _memory.Load(stored);
        await EnqueueUnfinishedAsync(stored);
    }

    /// <summary>What is unfinished stays so in the database, where <see cref="UnfinishedTurns"/> finds it.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        try
        {
            await _lane.CloseAsync(cancellationToken);
        }
        finally
        {
            // Followers join again, and see the next run from its start.
            foreach (var turn in _lane.Turns)
                liveTurns.Cut(turn.Id);
        }
    }

    public void Dispose() => _lane?.Dispose();

    public async Task<IntakeResult> AcceptAsync([Immutable] InboundMessage message)
    {
        var turn = NewTurn.Of(message, _key.IsShared, time.GetUtcNow());
        var asksAnew = message.IsEdit || turn.Command?.Kind == CommandKind.Retry;
        if (asksAnew && limits.Refuse(message.From.Id, message.Chat.Id, _lane.Count, asks: true) is { } tooOften)
            return await refusals.StoreAsync(_key, message, tooOften);
        if (await OperateAsync(message, turn) is { Result: not (OperationResult.NoQuestion or OperationResult.NotTheirs) } operation)
            return new IntakeResult(operation.TurnId, Sequence: null);

        if (turn.IsQuestion && !message.IsEdit)
        {
            var part = QuestionPart.Of(message);
            if (await JoinAsync(message, part) is { } joined)
                return joined;

            turn = turn with { Growing = new GrowingQuestion([part], joining.Value, time) };
        }

        var stops = turn.Command?.Kind == CommandKind.Stop;
        if (!asksAnew
            && (stops ? limits.RefuseCommand(message.From.Id, message.Chat.Id) : limits.Refuse(message.From.Id, message.Chat.Id, _lane.Count, turn.IsQuestion)) is { } refusal)
        {
            // Only the reply to a /stop of one's own answer is refused: what it stops costs money.
            if (stops && _lane.Current is { } running && running.PersonId == message.From.Id)
                await _lane.StopAsync(running.Id);
            return await refusals.StoreAsync(_key, message, refusal);
        }

        var taken = await writer.WriteAsync(
            session => InboxWrites.Accept(session, _key, message.Chat.Kind, message.UpdateId, turn), CancellationToken.None);
        if (taken.Sequence is not { } sequence)
            return taken;

        var live = liveTurns.Begin(TurnRefs.Of(message, turn.Id, turn.IsQuestion, Settings.Style));
        var pending = PendingTurn.Of(turn, sequence, live, time.GetTimestamp());
        Enqueue(stops ? pending with { Stopping = StopCurrentAsync(message) } : pending);
        return taken;
    }

    public async Task<Operation> RegenerateAsync([Immutable] ButtonPress press, Guid turnId)
    {
        var turn = NewTurn.Of(press, question: "", time.GetUtcNow());
        return await BeginAsync(session => OperationWrites.Regenerate(session, _key, press.UpdateId, turnId, turn));
    }

    public async Task<Operation> ContinueAsync([Immutable] ButtonPress press, Guid turnId)
    {
        var turn = NewTurn.Of(press, Texts.Of(Settings, press.From.Language).GoOn, time.GetUtcNow());
        return await BeginAsync(session => OperationWrites.Continue(session, _key, press.UpdateId, turnId, turn));
    }

    public async Task<Pin[]> UnpinAsync(long pinId)
    {
        await writer.WriteAsync(session => PinWrites.Remove(session, pinId), CancellationToken.None);
        _memory.Pins = [.. _memory.Pins.Where(pin => pin.Id != pinId)];
        return [.. _memory.Pins];
    }

    public async Task<UndoResult> UndoForgettingAsync(long sequence)
    {
        var since = time.GetUtcNow() - forgetting.Value.UndoFor;
        var result = await writer.WriteAsync(session => ForgettingWrites.Undo(session, sequence, since), CancellationToken.None);
        if (result == UndoResult.Restored && await store.LoadAsync(_key, CancellationToken.None) is { } stored)
            _memory.Restore([.. stored.Window.Where(turn => turn.Sequence < sequence)], stored.Pins, stored.Row.TrimNoticed);
        return result;
    }

    public async Task<int> ResumeAsync()
    {
        // Activation has just read them. And while turns run or wait, none can have been left behind: they are queued in order.
        if (!_wasJustLoaded && _lane.Count == 0 && await store.LoadAsync(_key, CancellationToken.None) is { Unfinished.Count: > 0 } stored)
            await EnqueueUnfinishedAsync(stored);

        var resumed = _resumed;
        (_resumed, _wasJustLoaded) = (0, false);
        return resumed;
    }

    public Task<bool> StopAsync(Guid turnId) => _lane.StopAsync(turnId);

    /// <summary>At once where the person may for certain; an admin's command acts when Telegram has said that they are one, and holds up nothing.</summary>
    private async Task<StopResult> StopCurrentAsync(InboundMessage message)
    {
        if (_lane.Current is not { } running)
            return StopResult.Nothing;
        if (!await rights.AllowAsync(Actor.Of(message), _key, running.PersonId, _lane.Closing))
            return StopResult.NotAllowed;

        return await _lane.StopAsync(running.Id) ? StopResult.Stopped : StopResult.Nothing;
    }

    /// <returns>Null, or a result without a question, for what is to be taken as a message of its own.</returns>
    private async Task<Operation?> OperateAsync(InboundMessage message, NewTurn turn) => turn.Command?.Kind switch
    {
        _ when message.IsEdit => await BeginAsync(session => OperationWrites.Edit(session, _key, message.UpdateId, turn)),
        CommandKind.Retry => await BeginAsync(session => OperationWrites.Regenerate(
            session, _key, message.UpdateId, turnId: null, turn, onlyOwn: _key.IsShared && Actor.Of(message).IsChatAdmin is not true)),
        _ => null,
    };

    /// <summary>Makes the message a part of the question before it, where it goes on with that.</summary>
    private async Task<IntakeResult?> JoinAsync(InboundMessage message, QuestionPart part)
    {
        // In a shared conversation, what somebody else writes is a question of their own.
        if (_newest is not { Growing: { } growing, IsReplaced: false } turn || turn.PersonId != message.From.Id || !growing.Takes(part))
            return null;

        MergeResult? joined = null;
        await growing.GrowAsync(part, async () =>
        {
            var parts = growing.With(part);
            joined = await writer.WriteAsync(
                session => MergingWrites.Merge(session, message, turn.Id, turn.Sequence, parts, time.GetUtcNow()), CancellationToken.None);
            return joined is { HasGrown: true };
        });
        if (joined is { HasGrown: true })
            metrics.MessageJoined();
        return joined is null ? null : new IntakeResult(joined.TurnId, Sequence: null);
    }

    private async Task<Operation> BeginAsync(Func<WriteSession, Operation> write)
    {
        var operation = await writer.WriteAsync(write, CancellationToken.None);
        if (operation.Result == OperationResult.Begun)
            await RunBegunAsync(operation);
        return operation;
    }

    /// <summary>Queues a turn that is on disk.</summary>
    private async Task<TurnRef> RunBegunAsync(Operation operation)
    {
        if (operation.Replaced is { } replaced)
        {
            liveTurns.Cut(replaced);
            _memory.Window.Remove(operation.Sequence);
            await _lane.DropAsync(replaced);
        }

        try
        {
            var (row, parts) = await store.LoadTurnAsync(operation.TurnId, CancellationToken.None);
            return Enqueue(row, row.Conversation!, parts, resumption: null);
        }
        catch
        {
            // It has begun, but not here: the next activation finds it.
            DeactivateOnIdle();
            throw;
        }
    }

    private TurnRef Enqueue(TurnRow row, ConversationRow conversation, IReadOnlyList<DeliveredPart> delivered, Resumption? resumption)
    {
        var growing = row.Parts is { } parts ? new GrowingQuestion(StoredParts.Read(parts), joining.Value, time) : null;
        var turn = TurnRefs.Of(row, conversation, delivered, Settings.Style);
        Enqueue(PendingTurn.Of(row, liveTurns.Begin(turn), growing, time.GetTimestamp()) with { Resumption = resumption });
        return turn;
    }

    private async Task EnqueueUnfinishedAsync(StoredConversation stored)
    {
        foreach (var row in stored.Unfinished)
        {
            try
            {
                Enqueue(row, stored.Row, [], Resumption.Of(row));
                _resumed++;
            }
            // Nothing of it could be read, which another start would not change; what follows it goes on.
            catch (Exception exception)
            {
                LogUnreadable(exception, row.Id);
                await SetAsideAsync(row);
            }
        }
    }

    private void Enqueue(PendingTurn turn)
    {
        // An answer may wait for hours until it can be stored. Orleans must not collect it with the grain meanwhile.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _newest?.Growing?.Close();
        _newest = turn;
        _lane.Add(turn);
    }

    private async Task RunAsync(PendingTurn turn, CancellationToken stop)
    {
        var chosen = Settings;
        var texts = Texts.Of(chosen, turn.Language);
        try
        {
            _memory.Use(chosen, texts);

            // Memory must not tell what the database has let go of.
            if (retention.Value.KeepsSince(time.GetUtcNow()) is { } since)
                _memory.Window.RemoveBefore(since);
            if (turn.Resumption is not { } resumption)
                await RunAsync(turn, chosen, texts, stop);
            else if (resuming.Refuse(turn, resumption, texts) is { } refused)
                await EndAsync(turn, refused);
            else
                await resuming.RunAsync(turn, resumption, () => RunAsync(turn, chosen, texts, stop), _lane.Closing);
        }
        catch (Exception exception) when (!_lane.Closing.IsCancellationRequested)
        {
            LogTurnFailed(exception, turn.Id);
            await FailAsync(turn, texts);
        }
    }

    private Task RunAsync(PendingTurn turn, ChatSettings chosen, Texts texts, CancellationToken stop) => turn.Command is { } command
        ? ReplyAsync(new CommandCall { Command = command, Turn = turn, Key = _key, Memory = _memory, Settings = chosen, Texts = texts })
        : AnswerAsync(turn, chosen, texts, stop);

    private async Task ReplyAsync(CommandCall call)
    {
        var turn = call.Turn;
        var reply = await commands.ReplyToAsync(call, _lane.Closing);
        var outcome = TurnOutcome.OfCommand(turn.Sequence, reply.Reply) with { Label = "command" };
        TurnRef? begun = null;
        if (await replies.CommandAsync(turn, outcome, reply, _lane.Closing))
        {
            reply.Applied?.Invoke();
            if (reply.Begun?.Invoke() is { Result: OperationResult.Begun } operation)
                begun = await RunBegunAsync(operation);
        }

        End(turn, outcome, begun);
    }

    private async Task AnswerAsync(PendingTurn turn, ChatSettings chosen, Texts texts, CancellationToken stop)
    {
        var tell = chosen.Warnings == TokenWarnings.Always || (chosen.Warnings == TokenWarnings.OncePerDialogue && !_memory.TrimNoticed);
        var (outcome, windowMoved) = await answering.AnswerAsync(turn, _memory, texts, tell, stop, _lane.Closing);
        _memory.TrimNoticed |= windowMoved && tell;
        (long, bool)? window = windowMoved ? (_memory.Window.Start ?? turn.Sequence, _memory.TrimNoticed) : null;
        if (!await replies.AnswerAsync(_key, turn, outcome, window, _lane.Closing) || turn.IsReplaced)
        {
            // Another turn has taken its place, or another activation has answered it: the database knows what is true.
            liveTurns.Cut(turn.Id);
            return;
        }

        if (outcome.Remembered)
        {
            _memory.Window.Add(new RememberedTurn(turn.Sequence, turn.Prompt, outcome.Reply.Markdown, outcome.QuestionTokens + outcome.AnswerTokens)
            {
                AskedAt = time.GetUtcNow(),
                Pictures = turn.Attachments?.Read?.Pictures ?? [],
            });
        }

        End(turn, outcome);
    }

    private async Task FailAsync(PendingTurn turn, Texts texts)
    {
        try
        {
            await EndAsync(turn, TurnOutcome.OfFailure(turn.Sequence, FailureKind.Unavailable, texts) with { Label = "bug" });
        }
        catch (Exception exception) when (!_lane.Closing.IsCancellationRequested)
        {
            // It stays unfinished, and the next start tries it again, as often as that is allowed. Those behind it go on.
            LogNotEnded(exception, turn.Id);
            turn.Growing?.Close();
            liveTurns.Cut(turn.Id);
        }
    }

    private async Task EndAsync(PendingTurn turn, TurnOutcome outcome)
    {
        await replies.AnswerAsync(_key, turn, outcome, window: null, _lane.Closing);
        End(turn, outcome);
    }

    private Task<bool> SetAsideAsync(TurnRow row)
    {
        liveTurns.Cut(row.Id);
        var outcome = resuming.SetAside(row.Id, row.Sequence, row.Restarts, Texts.Of(Settings, row.Language));
        metrics.TurnEnded(outcome.Label, TimeSpan.Zero);
        return writer.WriteAsync(session => HistoryWrites.Complete(session, row.Id, outcome, time.GetUtcNow()), CancellationToken.None);
    }

    private void End(PendingTurn turn, TurnOutcome outcome, TurnRef? begun = null)
    {
        if (ReferenceEquals(_newest, turn))
            _newest = null;
        messageLog.Note(turn, outcome);
        liveTurns.End(turn.Id, outcome.ToEvent(turn.Preface, begun));
        metrics.TurnEnded(outcome.Label, time.GetElapsedTime(turn.AcceptedAt));
    }

    [LoggerMessage(LogLevel.Error, "Turn {Turn} ended with an unexpected error")]
    private partial void LogTurnFailed(Exception exception, Guid turn);

    [LoggerMessage(LogLevel.Error, "The failure of turn {Turn} could not be stored")]
    private partial void LogNotEnded(Exception exception, Guid turn);

    [LoggerMessage(LogLevel.Error, "Turn {Turn} could not be read")]
    private partial void LogUnreadable(Exception exception, Guid turn);
}
