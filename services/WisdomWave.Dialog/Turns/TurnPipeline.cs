using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Dialog.Turns.Completion;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Answers a question: waits until all its messages have arrived, reads its attachments, makes room for it in the window, calls the model
/// until it has an answer or a final failure, and composes the reply.
/// </summary>
internal sealed partial class TurnPipeline(
    AttachmentStage attachments,
    PromptBuilder prompts,
    BudgetedCompletion completion,
    QuestionLimits limits,
    IOptions<QuestionOptions> options,
    IOptions<AttachmentOptions> attachmentOptions,
    DialogMetrics metrics,
    TimeProvider time,
    ILogger<TurnPipeline> logger)
{
    /// <param name="turn">The question.</param>
    /// <param name="memory">The memory of its conversation. Turns that no longer fit leave the window.</param>
    /// <param name="texts">The texts in the person's language.</param>
    /// <param name="stop">The person stops the answer: the text so far is kept.</param>
    /// <param name="shutdown">The process shuts down: the turn stays unfinished.</param>
    /// <exception cref="OperationCanceledException">On <paramref name="shutdown"/>.</exception>
    public async Task<TurnOutcome> AnswerAsync(
        Turn turn, ConversationMemory memory, Texts texts, CancellationToken stop, CancellationToken shutdown)
    {
        var outcome = turn.Growing is { } growing
            ? await AnswerGrowingAsync(turn, growing, memory, texts, stop, shutdown)
            : await AnswerOnceAsync(turn, memory, texts, stop, shutdown);
        if (memory.TrimmedTurns > 0)
            metrics.TurnsTrimmed(turn.Live.Turn.BotId, memory.TrimmedTurns);
        return memory.MustTellOfTrim ? outcome.WithFootnote(texts.WindowTrimmed) : outcome;
    }

    /// <summary>Answers again when a further message of the question arrives before its answer is complete.</summary>
    private async Task<TurnOutcome> AnswerGrowingAsync(
        Turn turn, GrowingQuestion growing, ConversationMemory memory, Texts texts, CancellationToken stop, CancellationToken shutdown)
    {
        while (true)
        {
            await growing.WaitUntilQuietAsync(stop);
            if (growing.Parts.Count > 1)
                (turn.Text, turn.Attachments) = (growing.Text, TurnAttachments.Of(growing.Files, growing.Text));

            TurnOutcome outcome;
            using (var answering = growing.BeginAnswering(stop))
                outcome = await AnswerOnceAsync(turn, memory, texts, answering.Token, shutdown);
            if (await growing.SettleAsync())
                return outcome;

            turn.Live.Restart();
        }
    }

    private async Task<TurnOutcome> AnswerOnceAsync(
        Turn turn, ConversationMemory memory, Texts texts, CancellationToken stop, CancellationToken shutdown)
    {
        // This limit is for the person's own text. Text that was read from attachments is bounded by its tokens.
        if (turn.Attachments is not { Read: not null } && limits.RefuseLong(turn.Text) is { } refusal)
            return TurnOutcome.OfCommand(turn.Sequence, new Reply(refusal.Sentence(texts))) with { Label = refusal.Outcome };
        if (await attachments.ReadAsync(turn, memory, texts, stop, shutdown) is { } spent)
            return TurnOutcome.OfSpentBudget(turn.Sequence, spent, texts);

        var read = turn.Attachments?.Read;
        if (read is { IsAnswerable: false })
            return TurnOutcome.OfCommand(turn.Sequence, new Reply(string.Join("\n\n", read.Notes)));

        var setup = memory.Setup;
        var questionTokens = setup.Tokens.Count(turn.Prompt) + ((read?.Pictures.Count ?? 0) * attachmentOptions.Value.PictureTokens);
        if (memory.MakeRoom(questionTokens) == WindowFit.QuestionTooLong)
        {
            var reply = new Reply(texts.QuestionTooLong(questionTokens, setup.Budget.HistoryTokens));
            return TurnOutcome.OfCommand(turn.Sequence, reply) with { Failure = FailureKind.ContextTooLong };
        }

        var draft = new AnswerDraft(turn);
        draft.ShowPreface();
        var result = await CallUntilFinalAsync(draft, memory, questionTokens, texts, stop, shutdown);
        var outcome = AnswerOutcome.Of(draft, setup, result, questionTokens, texts);
        Log(turn, outcome, result, setup.Budget.MaxTokens);
        return outcome;
    }

    /// <summary>
    /// Retries while completion is away, and once with a shorter prompt when the prompt was too long. Failures of the provider are final:
    /// completion has retried them already.
    /// </summary>
    private async Task<CallResult> CallUntilFinalAsync(
        AnswerDraft draft, ConversationMemory memory, int questionTokens, Texts texts, CancellationToken stop, CancellationToken shutdown)
    {
        var turn = draft.Turn;
        CompletionRequest? request = null;
        var isShortened = false;
        var started = time.GetTimestamp();
        var delay = options.Value.FirstRetryDelay;
        while (true)
        {
            try
            {
                request ??= await prompts.BuildAsync(turn, memory, stop);
                turn.Interruption?.NoteAsked();
                var result = await completion.CallAsync(request, draft, memory.Setup, memory.Window.PromptTokens(questionTokens), texts, stop);
                if (result.End is CompletionFailed { Kind: FailureKind.ContextTooLong } tooLong)
                {
                    var isShorter = memory.TryShorten(questionTokens, tooLong.Overflow);
                    if (isShortened || !isShorter)
                        return result;

                    (isShortened, request) = (true, null);
                }
                else if (!result.MayRetry(draft.Calls) || time.GetElapsedTime(started) + delay > options.Value.RetryFor)
                {
                    return draft.IsEmpty ? result : result.KeepingText();
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
                return CallResult.Stopped;
            }

            draft.Restart();
        }
    }

    private void Log(Turn turn, TurnOutcome outcome, CallResult result, int maxTokens)
    {
        if (outcome.Failure is { } failure)
        {
            LogNoAnswer(turn.Id, failure);
        }
        else if (outcome.Remembered && result.End is CompletionCompleted completed)
        {
            var used = outcome.Usage.TotalTokens;
            LogTokensUsed(used, 100.0 * used / maxTokens, maxTokens, completed.Usage.ReasoningTokens, turn.Id);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Turn {Turn} calls the model again in {Delay}")]
    private partial void LogRetrying(Guid turn, TimeSpan delay);

    [LoggerMessage(LogLevel.Information, "tokens used: {Tokens} ({Percent:F2} % of {MaxTokens}; {Reasoning} to think), turn {Turn}")]
    private partial void LogTokensUsed(int tokens, double percent, int maxTokens, int reasoning, Guid turn);

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} got no answer: {Failure}")]
    private partial void LogNoAnswer(Guid turn, FailureKind failure);
}
