using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Turns.Completion;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Asks the model within the budgets, streams what it says, and notes what each call took. Asks again while completion is away, and once
/// with less when the prompt was too long; what failed at the provider has been tried there, and is told.
/// </summary>
internal sealed partial class ModelCalls(
    CompletionClient completion,
    CompletionOutage outage,
    Prompts prompts,
    Budgets budgets,
    LearnedLimits limits,
    IOptions<QuestionOptions> options,
    DialogMetrics metrics,
    TimeProvider time,
    ILogger<ModelCalls> logger)
{
    /// <summary>Completion did not take the question.</summary>
    private static readonly CompletionFailed Away = new(FailureKind.Unavailable);

    /// <summary>Completion had taken the question, and went away without an end.</summary>
    private static readonly CompletionFailed Broken = new(FailureKind.Unavailable);

    /// <param name="turn">The question.</param>
    /// <param name="memory">The conversation's; its window has room for the question.</param>
    /// <param name="questionTokens">Of the question.</param>
    /// <param name="answer">Gets what the model says.</param>
    /// <param name="texts">The bot's own words.</param>
    /// <param name="stop">The person stops the answer.</param>
    /// <param name="shutdown">The process ends.</param>
    /// <exception cref="OperationCanceledException">On <paramref name="shutdown"/>.</exception>
    public async Task<ModelEnd> AskAsync(
        PendingTurn turn, ConversationMemory memory, int questionTokens, AnswerSoFar answer, Texts texts, CancellationToken stop, CancellationToken shutdown)
    {
        CompletionRequest? request = null;
        var (isShortened, windowMoved) = (false, false);
        var calls = new QuestionCalls();
        var started = time.GetTimestamp();
        var delay = options.Value.FirstRetryDelay;
        while (true)
        {
            turn.Live.Notify(NoticeKind.Thinking);
            try
            {
                request ??= await prompts.OfAsync(turn, memory, stop);
                turn.Resumption?.NoteAsked();
                var (end, spent, _) = await CallAsync(request, turn, memory, questionTokens, answer, calls, texts, stop);
                if (end is CompletionFailed { Kind: FailureKind.ContextTooLong } tooLong)
                {
                    var room = Shorten(memory, questionTokens, tooLong.Overflow);
                    windowMoved |= room == RoomFound.OldestLeft;
                    if (isShortened || room is null or RoomFound.QuestionTooLong)
                        return new(end, spent, windowMoved);

                    (isShortened, request) = (true, null);
                }
                else if (!MayComeBack(end, calls) || time.GetElapsedTime(started) + delay > options.Value.RetryFor)
                {
                    // What came before completion went away is kept, as when its provider does.
                    return new(ReferenceEquals(end, Broken) && !answer.IsEmpty ? Broken with { Kind = FailureKind.CutOff } : end, spent, windowMoved);
                }
                else
                {
                    LogRetrying(turn.Id, delay);
                    await Task.Delay(delay, time, stop);
                    delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, options.Value.LongestRetryDelay.Ticks));
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                shutdown.ThrowIfCancellationRequested();
                return new(null, WindowMoved: windowMoved);
            }

            if (!answer.IsEmpty)
            {
                turn.Live.Notify(NoticeKind.StartedAnew);
                turn.ShowPreface();
            }

            answer.Clear();
        }
    }

    // Only what has not cost anything may be asked without end; a question that was taken may cost three calls in all.
    private static bool MayComeBack(CompletionEvent? end, QuestionCalls calls) =>
        ReferenceEquals(end, Away) || (ReferenceEquals(end, Broken) && calls.HasLeft);

    /// <summary>Learns how much the model takes, and makes the window as short.</summary>
    /// <returns>Null when nothing can be taken away.</returns>
    private RoomFound? Shorten(ConversationMemory memory, int questionTokens, ContextOverflow? overflow)
    {
        var before = memory.Setup;
        var prompt = memory.Window.PromptTokens(questionTokens);
        var room = before.Budget.AnswerTokens + before.Model.RoomForReasoning(before.Effort);
        var limit = limits.Note(before.Model.Name, OverflowLesson.LimitFrom(overflow, prompt, room));
        LogLearned(before.Model.Name, limit, prompt, room);
        memory.Refresh();
        var found = memory.Window.MakeRoom(questionTokens);
        return memory.Window.PromptTokens(questionTokens) + memory.Setup.Budget.AnswerTokens < prompt + before.Budget.AnswerTokens ? found : null;
    }

    private async Task<ModelEnd> CallAsync(
        CompletionRequest request, PendingTurn turn, ConversationMemory memory, int questionTokens, AnswerSoFar answer, QuestionCalls calls, Texts texts,
        CancellationToken stop)
    {
        // Stopped while it waited or its attachments were read: nobody has been asked, and nothing is counted.
        stop.ThrowIfCancellationRequested();

        var setup = memory.Setup;
        var promptTokens = memory.Window.PromptTokens(questionTokens);
        var (answerRoom, thoughtRoom) = (setup.Budget.AnswerTokens, request.MaxReasoningTokens ?? 0);
        var (reservation, spent) = await budgets.ReserveAsync(turn.Spender, promptTokens, answerRoom + thoughtRoom, setup.Model.Prices, stop);
        if (reservation is null)
            return new(null, spent);

        var taken = new List<ModelCall>(1);
        var before = calls.Count;
        try
        {
            // What the budget does not bear is taken from both.
            var answerTokens = (int)((long)reservation.AnswerTokens * answerRoom / (answerRoom + thoughtRoom));
            var end = await StreamAsync(
                calls.Allow(request) with { MaxOutputTokens = Math.Max(1, answerTokens), MaxReasoningTokens = reservation.AnswerTokens - answerTokens },
                turn, setup, answer, calls, texts, stop);
            if (EmbeddingOf(end) is { } embedding)
                taken.Add(ModelCall.Auxiliary(embedding));
            foreach (var wasted in WastedOf(end))
                taken.Add(ModelCall.Auxiliary(wasted));
            if (end is CompletionCompleted completed)
                taken.Add(ModelCall.Completed(setup.Model, completed, Counted()));
            else if (end is CompletionFailed { Wasted: null } && (!answer.IsEmpty || end is CompletionFailed { Kind: FailureKind.TimedOut } || HasBroken(end)))
                taken.Add(ModelCall.Broken(setup.Model, Counted()));
            return new(end);
        }
        catch (OperationCanceledException)
        {
            // Also without a word of answer: the model has read the prompt, and may have thought about it.
            taken.Add(ModelCall.Broken(setup.Model, Counted()));
            throw;
        }
        finally
        {
            turn.Spending.Settle(reservation, taken, metrics);
        }

        TokenUsage Counted() => new(promptTokens, answer.Tokens(setup.Tokens));

        bool HasBroken(CompletionEvent end) => ReferenceEquals(end, Broken) && calls.Count > before;
    }

    private static ModelUsage? EmbeddingOf(CompletionEvent end) => end switch
    {
        CompletionCompleted completed => completed.Embedding,
        CompletionFailed failed => failed.Embedding,
        _ => null,
    };

    private static IReadOnlyList<ModelUsage> WastedOf(CompletionEvent end) => end switch
    {
        CompletionCompleted completed => completed.Wasted,
        CompletionFailed failed => failed.Wasted,
        _ => null,
    } ?? [];

    private async Task<CompletionEvent> StreamAsync(
        CompletionRequest request, PendingTurn turn, PromptSetup setup, AnswerSoFar answer, QuestionCalls calls, Texts texts, CancellationToken cancellationToken)
    {
        using var note = new WaitingNote(turn.Live, texts, setup.Model.Reasons, options.Value.SlowAfter, time);
        var before = calls.Count;
        var error = "the response ended early";
        try
        {
            await foreach (var completionEvent in completion.CompleteAsync(request, cancellationToken))
            {
                outage.NoteBack();
                switch (completionEvent)
                {
                    case CompletionAsked asked:
                        calls.Note(asked);
                        break;
                    case CompletionReasoning thought:
                        if (answer.IsEmpty)
                            note.ShowThinking();
                        answer.Think(thought.Text);
                        break;
                    case CompletionTakenBack:
                        answer.TakeBack(setup.ShowsThoughts);
                        turn.Live.Notify(NoticeKind.StartedAnew);
                        turn.ShowPreface();
                        break;
                    case CompletionDelta delta:
                        if (note.End())
                            turn.ShowPreface();
                        if (answer.IsEmpty && answer.Quote is { Length: > 0 } quote)
                            turn.Live.Append(quote);
                        answer.Append(delta.Text);
                        turn.Live.Append(delta.Text);
                        break;
                    default:
                        return completionEvent;
                }
            }
        }
        catch (HttpRequestException exception)
        {
            var end = EndOf((int?)exception.StatusCode);
            if (ReferenceEquals(end, Away))
            {
                outage.NoteAway(turn.Id, exception.GetType().Name, (int?)exception.StatusCode ?? 0);
            }
            else
            {
                outage.NoteBack();
                LogRefused(turn.Id, (int?)exception.StatusCode ?? 0);
            }

            return end;
        }
        catch (IOException exception)
        {
            error = exception.GetType().Name;
        }

        outage.NoteAway(turn.Id, error, 0);
        if (calls.Count == before && !answer.IsEmpty)
            calls.NoteUnannounced(before);
        return Broken;
    }

    /// <summary>Completion did not take the question: it is away (no connection, 502 to 504), or refuses this one for good.</summary>
    private static CompletionFailed EndOf(int? status) => status switch
    {
        null or 502 or 503 or 504 => Away,
        413 => new(FailureKind.TooLarge),
        >= 400 and < 500 => new(FailureKind.BadRequest),
        _ => new(FailureKind.Unavailable),
    };

    [LoggerMessage(LogLevel.Warning, "Completion refused the question of turn {Turn} with status {Status}")]
    private partial void LogRefused(Guid turn, int status);

    [LoggerMessage(LogLevel.Debug, "Turn {Turn} asks again in {Delay}")]
    private partial void LogRetrying(Guid turn, TimeSpan delay);

    [LoggerMessage(LogLevel.Warning,
        "{Model} takes {Limit} tokens at most, and got {Prompt} of prompt and room for {Room}: prompts are kept as short from now on. Set Models:<n>:ContextTokens to what the server takes")]
    private partial void LogLearned(string model, int limit, int prompt, int room);
}
