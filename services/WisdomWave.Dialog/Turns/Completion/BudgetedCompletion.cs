using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Telemetry;

namespace WisdomWave.Dialog.Turns.Completion;

/// <summary>Makes one call of the model within the budgets, streams its text into the draft, and records what it cost.</summary>
internal sealed partial class BudgetedCompletion(
    CompletionClient completion,
    CompletionOutage outage,
    Budgets budgets,
    IOptions<QuestionOptions> options,
    DialogMetrics metrics,
    TimeProvider time,
    ILogger<BudgetedCompletion> logger)
{
    /// <exception cref="OperationCanceledException">On <paramref name="stop"/>; the cost is recorded all the same.</exception>
    public async Task<CallResult> CallAsync(
        CompletionRequest request, AnswerDraft draft, PromptSetup setup, int promptTokens, Texts texts, CancellationToken stop)
    {
        // Stopped while the turn waited or its attachments were read: make no call, and count nothing.
        stop.ThrowIfCancellationRequested();

        var (turn, calls) = (draft.Turn, draft.Calls);
        var (answerRoom, reasoningRoom) = (setup.Budget.AnswerTokens, request.MaxReasoningTokens ?? 0);
        var (reservation, spent) = await budgets.ReserveAsync(turn.Spender, promptTokens, answerRoom + reasoningRoom, setup.Model.Prices, stop);
        if (reservation is null)
            return new(null, spent);

        // When the budget allows less than both, both are cut in proportion.
        var answerTokens = (int)((long)reservation.AnswerTokens * answerRoom / (answerRoom + reasoningRoom));
        var reasoningTokens = reservation.AnswerTokens - answerTokens;
        var made = new List<ModelCall>(1);
        var before = calls.Count;
        try
        {
            var result = await StreamAsync(
                calls.Allow(request) with { MaxOutputTokens = Math.Max(1, answerTokens), MaxReasoningTokens = reasoningTokens },
                draft, setup, texts, stop);
            made.AddRange(CallsOf(result, hasUncountedCall: result.IsBroken && calls.Count > before));
            return result;
        }
        catch (OperationCanceledException)
        {
            // Also without any text: the model has read the prompt, and may have reasoned.
            if (!IsJoined())
                made.Add(ModelCall.Broken(setup.Model, LostUsage()));
            throw;
        }
        finally
        {
            turn.Spending.Settle(reservation, made, turn.Spender.BotId, metrics);
        }

        IEnumerable<ModelCall> CallsOf(CallResult result, bool hasUncountedCall)
        {
            var (embedding, wasted) = result.End switch
            {
                CompletionCompleted completed => (completed.Embedding, completed.Wasted),
                CompletionFailed failed => (failed.Embedding, failed.Wasted),
                _ => (null, null),
            };
            if (embedding is not null)
                yield return ModelCall.Auxiliary(embedding);
            foreach (var usage in wasted ?? [])
                yield return ModelCall.Auxiliary(usage);
            if (result.End is CompletionCompleted end)
                yield return ModelCall.Completed(setup.Model, end, CountedUsage());
            else if (result.End is CompletionFailed { Wasted: null } failure && !IsJoined() && (!draft.IsEmpty || draft.HasReasoning || failure.Kind == FailureKind.TimedOut || hasUncountedCall))
                yield return ModelCall.Broken(setup.Model, LostUsage());
        }

        TokenUsage CountedUsage() => new(promptTokens, draft.Tokens(setup.Tokens));

        bool IsJoined() => calls.Count > before && calls.IsJoined;

        // The provider also bills the reasoning of an answer that breaks off, but reports usage only at an answer's end. What it reveals
        // may be a summary, so nobody here knows how much the model has reasoned, and all that it was allowed counts: never less than
        // the bill at this moment, even if the answer is stopped at its first word to save the budget, and never more than the budgets have reserved for
        // this call. A call that was not announced has not reached a model yet.
        TokenUsage LostUsage()
        {
            var reasoning = draft.HasReasoning || calls.Count > before ? reasoningTokens : 0;
            return CountedUsage() with { OutputTokens = draft.Tokens(setup.Tokens) + reasoning, ReasoningTokens = reasoning };
        }
    }

    private async Task<CallResult> StreamAsync(
        CompletionRequest request, AnswerDraft draft, PromptSetup setup, Texts texts, CancellationToken cancellationToken)
    {
        var (turn, calls) = (draft.Turn, draft.Calls);
        using var indicator = new WaitIndicator(turn.Live, texts, setup.Model.Reasons, options.Value.SlowAfter, time);
        var before = calls.Count;
        var error = "the response ended early";
        try
        {
            await foreach (var completionEvent in completion.CompleteAsync(request, cancellationToken))
            {
                outage.NoteBack();
                switch (completionEvent)
                {
                    case CompletionCallStarted asked:
                        calls.Note(asked);
                        break;
                    case CompletionReasoning reasoning:
                        if (draft.IsEmpty)
                            indicator.ShowThinking();
                        draft.AppendReasoning(reasoning.Text);
                        break;
                    case CompletionTextDiscarded:
                        draft.TakeBack(setup.ShowsThoughts);
                        break;
                    case CompletionDelta delta:
                        if (indicator.End())
                            draft.ShowPreface();
                        draft.Append(delta.Text);
                        NoteFirstText(turn);
                        break;
                    default:
                        return new(completionEvent);
                }
            }
        }
        catch (HttpRequestException exception)
        {
            var result = CallResult.OfStatus((int?)exception.StatusCode);
            if (result.IsAway)
            {
                outage.NoteAway(turn.Id, exception.GetType().Name, (int?)exception.StatusCode ?? 0);
            }
            else
            {
                outage.NoteBack();
                LogRefused(turn.Id, (int?)exception.StatusCode ?? 0);
            }

            return result;
        }
        catch (IOException exception)
        {
            error = exception.GetType().Name;
        }

        outage.NoteAway(turn.Id, error, 0);
        if (calls.Count == before && !draft.IsEmpty)
            calls.NoteUnannounced(before);
        return CallResult.Broken;
    }

    private void NoteFirstText(Turn turn)
    {
        if (turn.HasFirstText)
            return;

        turn.HasFirstText = true;
        metrics.FirstTextArrived(turn.Live.Turn.BotId, time.GetElapsedTime(turn.AcceptedAt));
    }

    [LoggerMessage(LogLevel.Warning, "Completion refused the question of turn {Turn} with status {Status}")]
    private partial void LogRefused(Guid turn, int status);
}

/// <summary>How a call ended.</summary>
/// <param name="End">The model's last event; null when the person stopped it, or when a budget did not allow the call.</param>
/// <param name="SpentBudget">The exhausted budget; null when the call was made.</param>
/// <param name="IsAway">Completion did not take the question: it may be asked again without cost.</param>
/// <param name="IsBroken">Completion took the question, but its response ended without a result.</param>
internal readonly record struct CallResult(CompletionEvent? End, BudgetNotice? SpentBudget = null, bool IsAway = false, bool IsBroken = false)
{
    public static CallResult Stopped => default;

    public static CallResult Broken => new(new CompletionFailed(FailureKind.Unavailable), IsBroken: true);

    /// <summary>A response without events: completion is away (no connection, 502 to 504), or refuses this question for good.</summary>
    public static CallResult OfStatus(int? status) => status switch
    {
        null or 502 or 503 or 504 => new(new CompletionFailed(FailureKind.Unavailable), IsAway: true),
        413 => new(new CompletionFailed(FailureKind.TooLarge)),
        >= 400 and < 500 => new(new CompletionFailed(FailureKind.BadRequest)),
        _ => new(new CompletionFailed(FailureKind.Unavailable)),
    };

    // Calls without cost may be retried as long as the time allows; a question may cost three provider calls in all.
    public bool MayRetry(QuestionCalls calls) => IsAway || (IsBroken && calls.HasLeft);

    /// <summary>Marks a broken answer as cut off, so that its text is kept, as when the provider breaks off.</summary>
    public CallResult KeepingText() => IsBroken ? this with { End = new CompletionFailed(FailureKind.CutOff) } : this;
}
