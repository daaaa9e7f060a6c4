using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Budgeting;
using WisdomWave.Dialog.Commands;
using WisdomWave.Dialog.History;
using WisdomWave.Dialog.Inbox;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Wording;

namespace WisdomWave.Dialog.Conversations;

/// <summary>
/// One dialogue: takes its messages in order and answers them one at a time, beside all other dialogues. Its window and
/// token counts stay in memory; what decides is the database, for Orleans may briefly activate a grain twice.
/// </summary>
[PreferLocalPlacement]
internal sealed partial class ConversationGrain(
    ConversationStore store,
    DatabaseWriter writer,
    LiveTurns liveTurns,
    QuestionRunner questions,
    DialogMetrics metrics,
    IOptions<ModelOptions> model,
    PromptBudget budget,
    TimeProvider time,
    ILogger<ConversationGrain> logger) : Grain, IConversationGrain, IDisposable
{
    /// <summary>Above the longest time that a turn may take: a grain must not be collected while it works.</summary>
    private static readonly TimeSpan WhileWorking = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan WriteRetryDelay = TimeSpan.FromSeconds(1);

    private readonly Queue<PendingTurn> _pending = new();
    private readonly CancellationTokenSource _deactivating = new();
    private ConversationKey _key;
    private PromptWindow _window = new(budget, []);
    private bool _trimNoticed;
    private PendingTurn? _current;
    private CancellationTokenSource? _currentStop;
    private Task _work = Task.CompletedTask;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ConversationKey.Parse(this.GetPrimaryKeyString());
        if (await store.LoadAsync(_key, cancellationToken) is not { } stored)
            return;

        _window = new PromptWindow(budget, stored.Window);
        _trimNoticed = stored.Row.TrimNoticed;
        foreach (var row in stored.Unfinished)
            Enqueue(new PendingTurn(row.Sequence, liveTurns.Begin(TurnRefs.Of(row, stored.Row, [])), row.Question, row.Language, time.GetTimestamp()));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // What is unfinished stays so in the database and runs again on the next start.
        await _deactivating.CancelAsync();
        await _work.WaitAsync(cancellationToken);
    }

    public void Dispose() => _deactivating.Dispose();

    public async Task<TakenMessage> AcceptAsync([Immutable] InboundMessage message)
    {
        var now = time.GetUtcNow();
        var turnId = Guid.CreateVersion7(now);
        var text = QuestionText.Of(message);
        var taken = await writer.WriteAsync(
            session => InboxWrites.Accept(session, message, turnId, text, now), CancellationToken.None);
        if (taken.Sequence is not { } sequence)
            return taken;

        var command = CommandParser.Parse(text);
        var live = liveTurns.Begin(TurnRefs.Of(message, turnId, streams: command is null));

        // In its turn it would come after the answer that it is to stop.
        var hasStopped = command == CommandKind.Stop && _current is { } current && await StopAsync(current.Id);
        Enqueue(new PendingTurn(sequence, live, text, message.From.Language, time.GetTimestamp()) { HasStopped = hasStopped });
        return taken;
    }

    /// <summary>Activation has read the unfinished turns; nothing else is to do.</summary>
    public Task ResumeAsync() => Task.CompletedTask;

    public async Task<bool> StopAsync(Guid turnId)
    {
        if (_current?.Id != turnId || _currentStop is not { } stop)
            return false;

        await stop.CancelAsync();
        return true;
    }

    private void Enqueue(PendingTurn turn)
    {
        _pending.Enqueue(turn);
        if (_work.IsCompleted)
            _work = WorkAsync();
    }

    private async Task WorkAsync()
    {
        // Whoever enqueues gets on with its call first.
        await Task.Yield();
        while (_pending.TryDequeue(out var turn))
        {
            DelayDeactivation(WhileWorking);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_deactivating.Token);
            (_current, _currentStop) = (turn, stop);
            try
            {
                await RunAsync(turn, stop.Token);
            }
            catch (OperationCanceledException) when (_deactivating.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogTurnFailed(exception, turn.Id);
                await FailAsync(turn);
            }
            finally
            {
                (_current, _currentStop) = (null, null);
            }
        }
    }

    private Task RunAsync(PendingTurn turn, CancellationToken stop) =>
        CommandParser.Parse(turn.Text) is { } command ? ReplyAsync(turn, command) : AnswerAsync(turn, stop);

    private async Task ReplyAsync(PendingTurn turn, CommandKind command)
    {
        var texts = Texts.In(turn.Language);
        var outcome = TurnOutcome.OfCommand(turn.Sequence, command switch
        {
            CommandKind.Start or CommandKind.Help => texts.Start(model.Value.Name, model.Value.MaxTokens),
            CommandKind.Forget => texts.Forgotten,

            // The stopped answer says so itself.
            CommandKind.Stop => turn.HasStopped ? "" : texts.NothingToStop,
            _ => texts.UnknownCommand,
        });
        if (command != CommandKind.Forget)
        {
            await StoreAsync(session => HistoryWrites.Complete(session, outcome, time.GetUtcNow()));
        }
        else
        {
            await StoreAsync(session =>
            {
                HistoryWrites.Forget(session, _key, turn.Sequence);
                return HistoryWrites.Complete(session, outcome, time.GetUtcNow());
            });
            _window.Clear();
            _trimNoticed = false;
        }

        End(turn, outcome, "command");
    }

    private async Task AnswerAsync(PendingTurn turn, CancellationToken stop)
    {
        var (outcome, windowMoved) = await questions.RunAsync(turn, _window, tellWhenTrimmed: !_trimNoticed, stop, _deactivating.Token);
        _trimNoticed |= windowMoved;
        var windowStart = _window.Start ?? turn.Sequence;
        await StoreAsync(session =>
        {
            if (windowMoved)
                HistoryWrites.SetWindow(session, _key, windowStart, _trimNoticed);
            return HistoryWrites.Complete(session, outcome, time.GetUtcNow());
        });
        if (outcome.Remembered)
            _window.Add(new RememberedTurn(turn.Sequence, turn.Text, outcome.Reply.Markdown, outcome.QuestionTokens + outcome.AnswerTokens));
        End(turn, outcome, Label(outcome));
    }

    private async Task FailAsync(PendingTurn turn)
    {
        var outcome = TurnOutcome.OfFailure(turn.Sequence, FailureKind.Unavailable, Texts.In(turn.Language));
        await StoreAsync(session => HistoryWrites.Complete(session, outcome, time.GetUtcNow()));
        End(turn, outcome, "bug");
    }

    /// <summary>A reply that was made must not be lost to a disk that is full or busy for a while.</summary>
    private async Task StoreAsync(Func<WriteSession, bool> write)
    {
        while (true)
        {
            try
            {
                await writer.WriteAsync(write, _deactivating.Token);
                return;
            }
            catch (SqliteException)
            {
                // The writer has logged it.
                await Task.Delay(WriteRetryDelay, time, _deactivating.Token);
            }
        }
    }

    private void End(PendingTurn turn, TurnOutcome outcome, string label)
    {
        liveTurns.End(turn.Id, outcome.ToEvent());
        metrics.TurnEnded(label, time.GetElapsedTime(turn.AcceptedAt));
    }

    // RateLimited → rate_limited, as the other services' labels are written.
    private static string Label(TurnOutcome outcome) =>
        outcome.Failure is { } failure ? JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.ToString()) : "answered";

    [LoggerMessage(LogLevel.Error, "Turn {Turn} ended with an unexpected error")]
    private partial void LogTurnFailed(Exception exception, Guid turn);
}
