using System.Text;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Completion;
using WisdomWave.Dialog.Costs;

namespace WisdomWave.Dialog.Conversations;

/// <summary>Asks the model within the budgets, streams what it says, tries again while that can help, and notes what each call took.</summary>
internal sealed partial class ModelCalls(
    CompletionClient completion,
    Prompts prompts,
    Budgets budgets,
    IOptions<QuestionOptions> options,
    DialogMetrics metrics,
    TimeProvider time,
    ILogger<ModelCalls> logger)
{
    /// <summary>Completion is next door and back within seconds; only its provider is spared longer.</summary>
    private static readonly TimeSpan LongestDelayWhenAway = TimeSpan.FromSeconds(2);

    /// <summary>Cut without an end: the completion service went away.</summary>
    private static readonly CompletionFailed Away = new(FailureKind.Unavailable);

    /// <param name="turn">The question.</param>
    /// <param name="memory">The conversation's; its window has room for the question.</param>
    /// <param name="questionTokens">Of the question.</param>
    /// <param name="answer">Gets what the model says.</param>
    /// <param name="stop">The person stops the answer.</param>
    /// <param name="shutdown">The process ends.</param>
    /// <exception cref="OperationCanceledException">On <paramref name="shutdown"/>.</exception>
    public async Task<ModelEnd> AskAsync(
        PendingTurn turn, ConversationMemory memory, int questionTokens, StringBuilder answer, CancellationToken stop, CancellationToken shutdown)
    {
        CompletionRequest? request = null;
        var started = time.GetTimestamp();
        var delay = options.Value.FirstRetryDelay;
        while (true)
        {
            turn.Live.Notify(NoticeKind.Thinking);
            try
            {
                request ??= await prompts.OfAsync(turn, memory, stop);
                turn.Resumption?.NoteAsked();
                var (end, spent) = await CallAsync(request, turn, memory, questionTokens, answer, stop);
                var canRetry = end is CompletionFailed { Kind: FailureKind.Unavailable };
                if (ReferenceEquals(end, Away) && delay > LongestDelayWhenAway)
                    delay = LongestDelayWhenAway;
                if (!canRetry || time.GetElapsedTime(started) + delay > options.Value.RetryFor)
                    return new(end, spent);

                LogRetrying(turn.Id, delay);
                await Task.Delay(delay, time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                shutdown.ThrowIfCancellationRequested();
                return new(null);
            }

            delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, options.Value.LongestRetryDelay.Ticks));
            if (answer.Length > 0)
            {
                answer.Clear();
                turn.Live.Notify(NoticeKind.StartedAnew);
                turn.ShowPreface();
            }
        }
    }

    private async Task<ModelEnd> CallAsync(
        CompletionRequest request, PendingTurn turn, ConversationMemory memory, int questionTokens, StringBuilder answer, CancellationToken stop)
    {
        // Stopped while it waited or its attachments were read: nobody has been asked, and nothing is counted.
        stop.ThrowIfCancellationRequested();

        var setup = memory.Setup;
        var promptTokens = memory.Window.PromptTokens(questionTokens);
        var (reservation, spent) = await budgets.ReserveAsync(turn.Spender, promptTokens, setup.Budget.AnswerTokens, setup.Model.Prices, stop);
        if (reservation is null)
            return new(null, spent);

        var calls = new List<ModelCall>(1);
        try
        {
            var end = await StreamAsync(request with { MaxOutputTokens = reservation.AnswerTokens }, turn, answer, stop);
            if (EmbeddingOf(end) is { } embedding)
                calls.Add(ModelCall.Beside(embedding));
            if (end is CompletionCompleted completed)
                calls.Add(ModelCall.Completed(setup.Model, completed, Counted()));
            else if (answer.Length > 0 || end is CompletionFailed { Kind: FailureKind.TimedOut })
                calls.Add(ModelCall.Broken(setup.Model, Counted()));
            return new(end);
        }
        catch (OperationCanceledException)
        {
            // Also without a word of answer: the model has read the prompt, and may have thought about it.
            calls.Add(ModelCall.Broken(setup.Model, Counted()));
            throw;
        }
        finally
        {
            turn.Spending.Settle(reservation, calls, metrics);
        }

        TokenUsage Counted() => new(promptTokens, setup.Tokens.Count(answer.ToString()));
    }

    private static ModelUsage? EmbeddingOf(CompletionEvent end) => end switch
    {
        CompletionCompleted completed => completed.Embedding,
        CompletionFailed failed => failed.Embedding,
        _ => null,
    };

    private async Task<CompletionEvent> StreamAsync(
        CompletionRequest request, PendingTurn turn, StringBuilder answer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var completionEvent in completion.CompleteAsync(request, cancellationToken))
            {
                if (completionEvent is not CompletionDelta delta)
                    return completionEvent;

                answer.Append(delta.Text);
                turn.Live.Append(delta.Text);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            LogCompletionAway(turn.Id, exception.GetType().Name);
        }

        return Away;
    }

    [LoggerMessage(LogLevel.Warning, "Completion went away during turn {Turn} ({Error})")]
    private partial void LogCompletionAway(Guid turn, string error);

    [LoggerMessage(LogLevel.Information, "Turn {Turn} asks again in {Delay}")]
    private partial void LogRetrying(Guid turn, TimeSpan delay);
}
