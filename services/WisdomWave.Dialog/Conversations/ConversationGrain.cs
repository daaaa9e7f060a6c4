using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Budgeting;
using WisdomWave.Dialog.Commands;
using WisdomWave.Dialog.History;
using WisdomWave.Dialog.Inbox;
using WisdomWave.Dialog.Joining;
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
    AttachmentReader attachments,
    DialogMetrics metrics,
    IOptions<ModelOptions> model,
    IOptions<JoiningOptions> joining,
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
    private PendingTurn? _newest;
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
            Enqueue(Unfinished(row, liveTurns.Begin(TurnRefs.Of(row, stored.Row, []))));
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
        var part = QuestionPart.Of(message);
        var command = part.Text.Length == 0 && part.Files.Count > 0 ? null : CommandParser.Parse(part.Text);
        if (command is null && await JoinAsync(message, part) is { } joined)
            return joined;

        var now = time.GetUtcNow();
        var turnId = Guid.CreateVersion7(now);
        var growing = command is null && !message.IsEdit ? new GrowingQuestion([part], joining.Value, time) : null;
        var files = command is null ? TurnAttachments.Of(part.Files) : null;
        var taken = await writer.WriteAsync(
            session => InboxWrites.Accept(
                session, message, turnId, part.Text, growing is { IsStored: true } ? StoredParts.Write(growing.Parts) : null, files?.ToJson(), now),
            CancellationToken.None);
        if (taken.Sequence is not { } sequence)
            return taken;

        var live = liveTurns.Begin(TurnRefs.Of(message, turnId, streams: command is null));

        // In its turn it would come after the answer that it is to stop.
        var hasStopped = command == CommandKind.Stop && _current is { } current && await StopAsync(current.Id);
        Enqueue(new PendingTurn(sequence, live, part.Text, message.From.Language, time.GetTimestamp())
        {
            HasStopped = hasStopped,
            Growing = growing,
            Attachments = files,
        });
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

    /// <summary>Makes the message a part of the question before it, where it goes on with that.</summary>
    private async Task<TakenMessage?> JoinAsync(InboundMessage message, QuestionPart part)
    {
        if (message.IsEdit || _newest is not { Growing: { } growing } turn || !growing.Takes(part))
            return null;

        JoinedMessage? joined = null;
        await growing.GrowAsync(part, async () =>
        {
            var parts = growing.With(part);
            joined = await writer.WriteAsync(
                session => JoiningWrites.Join(session, message, turn.Id, turn.Sequence, parts), CancellationToken.None);
            return joined is { HasGrown: true };
        });
        if (joined is { HasGrown: true })
            metrics.MessageJoined();
        return joined is null ? null : new TakenMessage(joined.TurnId, Sequence: null);
    }

    /// <summary>A turn that an earlier process began; what belongs to its question may still be on the way.</summary>
    private PendingTurn Unfinished(TurnRow row, LiveTurn live)
    {
        var growing = row.Parts is { } parts ? new GrowingQuestion(StoredParts.Read(parts), joining.Value, time) : null;
        return new PendingTurn(row.Sequence, live, growing?.Text ?? row.Question, row.Language, time.GetTimestamp())
        {
            Growing = growing,
            Attachments = growing is null ? TurnAttachments.FromJson(row.Attachments) : TurnAttachments.Of(growing.Files),
        };
    }

    private void Enqueue(PendingTurn turn)
    {
        _newest?.Growing?.Close();
        _newest = turn;
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
        turn.Command is { } command ? ReplyAsync(turn, command) : AnswerAsync(turn, stop);

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
        var (outcome, windowMoved) = await AskAsync(turn, stop);
        _trimNoticed |= windowMoved;
        var windowStart = _window.Start ?? turn.Sequence;
        await StoreAsync(session =>
        {
            if (windowMoved)
                HistoryWrites.SetWindow(session, _key, windowStart, _trimNoticed);
            if (turn.Growing is { IsStored: true })
                JoiningWrites.Forget(session, turn.Sequence);
            return HistoryWrites.Complete(session, outcome, time.GetUtcNow());
        });
        if (outcome.Remembered)
            _window.Add(new RememberedTurn(turn.Sequence, turn.Text, outcome.Reply.Markdown, outcome.QuestionTokens + outcome.AnswerTokens)
            {
                Pictures = turn.Attachments?.Read?.Pictures ?? [],
            });
        End(turn, outcome, Label(outcome));
    }

    /// <summary>Asks once the whole question is there, and again should it turn out that it was not.</summary>
    private async Task<QuestionResult> AskAsync(PendingTurn turn, CancellationToken stop)
    {
        if (turn.Growing is not { } growing)
            return await ReadAndAskAsync(turn, stop);

        var windowMoved = false;
        while (true)
        {
            await growing.WaitUntilQuietAsync(stop);
            if (growing.Parts.Count > 1)
                (turn.Text, turn.Attachments) = (growing.Text, TurnAttachments.Of(growing.Files));

            QuestionResult result;
            using (var answering = growing.BeginAnswering(stop))
                result = await ReadAndAskAsync(turn, answering.Token);
            windowMoved |= result.WindowMoved;
            if (await growing.SettleAsync())
                return result with { WindowMoved = windowMoved };

            turn.Live.Notify(NoticeKind.StartedAnew);
        }
    }

    private async Task<QuestionResult> ReadAndAskAsync(PendingTurn turn, CancellationToken stop)
    {
        if (turn.Attachments is { Read: null } unread)
        {
            turn.Live.Notify(NoticeKind.Thinking);
            try
            {
                var (text, read) = await attachments.ReadAsync(
                    turn.Live.Turn.BotId, turn.Text, unread.Files, model.Value.Name, Texts.In(turn.Language), stop);
                (turn.Text, turn.Attachments) = (text, unread with { Read = read });
                await StoreAsync(session => AttachmentWrites.Store(session, turn.Id, turn.Sequence, turn.Text, turn.Attachments));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested && !_deactivating.IsCancellationRequested)
            {
                // Stopped while reading: nothing is asked, and the outcome says so.
            }
        }

        return await questions.RunAsync(turn, _window, tellWhenTrimmed: !_trimNoticed, stop, _deactivating.Token);
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
        if (ReferenceEquals(_newest, turn))
            _newest = null;
        liveTurns.End(turn.Id, outcome.ToEvent(turn.Preface));
        metrics.TurnEnded(label, time.GetElapsedTime(turn.AcceptedAt));
    }

    // RateLimited → rate_limited, as the other services' labels are written.
    private static string Label(TurnOutcome outcome) =>
        outcome.Failure is { } failure ? JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.ToString()) : "answered";

    [LoggerMessage(LogLevel.Error, "Turn {Turn} ended with an unexpected error")]
    private partial void LogTurnFailed(Exception exception, Guid turn);
}
