using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>Gets a question answered: makes room for it in the window, asks the model, and says in the person's words how that ended.</summary>
internal sealed partial class QuestionRunner(ModelCalls model, IOptions<AttachmentOptions> attachments, ILogger<QuestionRunner> logger)
{
    /// <summary>What the question came to; the window has lost the turns that had to leave.</summary>
    /// <param name="turn">The question.</param>
    /// <param name="memory">The conversation's.</param>
    /// <param name="texts">The bot's own words.</param>
    /// <param name="tellWhenTrimmed">Whether to tell the person when old turns leave the window.</param>
    /// <param name="stop">The person stops the answer: what has come so far is kept.</param>
    /// <param name="shutdown">The process ends: the turn stays unfinished.</param>
    /// <exception cref="OperationCanceledException">On <paramref name="shutdown"/>.</exception>
    public async Task<QuestionResult> RunAsync(
        Turn turn, ConversationMemory memory, Texts texts, bool tellWhenTrimmed, CancellationToken stop, CancellationToken shutdown)
    {
        var read = turn.Attachments?.Read;
        if (read is { IsAnswerable: false })
            return new(TurnOutcome.OfCommand(turn.Sequence, new Reply(string.Join("\n\n", read.Notes))), false);

        var setup = memory.Setup;
        var questionTokens = setup.Tokens.Count(turn.Prompt) + ((read?.Pictures.Count ?? 0) * attachments.Value.PictureTokens);
        var room = memory.Window.MakeRoom(questionTokens);
        if (room == WindowFit.QuestionTooLong)
        {
            var reply = new Reply(texts.QuestionTooLong(questionTokens, setup.Budget.HistoryTokens));
            return new(TurnOutcome.OfCommand(turn.Sequence, reply) with { Failure = FailureKind.ContextTooLong }, false);
        }

        var answer = new AnswerDraft();
        turn.ShowPreface();
        var (end, spent, hasMoved) = await model.AskAsync(turn, memory, questionTokens, answer, texts, stop, shutdown);
        if (hasMoved)
            room = WindowFit.OldestRemoved;
        var effort = turn.Circumstances.Effort ?? setup.Effort;
        var outcome = spent is null
            ? AnswerButtons.Under(Outcome(turn, setup, end, answer, questionTokens, texts), turn.Id, (end as CompletionCompleted)?.Finish, effort, texts)
            : TurnOutcome.OfSpentBudget(turn.Sequence, spent, texts);
        foreach (var note in read?.Notes ?? [])
            outcome = WithFootnote(outcome, note);
        foreach (var warning in spent is null ? turn.Spending.Warnings : [])
            outcome = WithFootnote(outcome, texts.BudgetWarning(warning));
        if (room != WindowFit.OldestRemoved)
            return new(outcome, false);

        return new(tellWhenTrimmed ? WithFootnote(outcome, texts.WindowTrimmed) : outcome, true);
    }

    private TurnOutcome Outcome(Turn turn, PromptSetup setup, CompletionEvent? end, AnswerDraft so, int questionTokens, Texts texts)
    {
        var answer = so.Text;
        var isVisible = VisibleText.IsIn(answer);

        // What came of an answer before it broke off or stood still is kept.
        if (end is CompletionFailed failed && (!isVisible || failed.Kind is not (FailureKind.CutOff or FailureKind.TimedOut)))
        {
            LogNoAnswer(turn.Id, failed.Kind);
            return TurnOutcome.OfFailure(turn.Sequence, failed.Kind, texts);
        }

        if (!isVisible && end is null)
            return TurnOutcome.OfCommand(turn.Sequence, new Reply(texts.Stopped));
        if (!isVisible)
        {
            LogNoAnswer(turn.Id, FailureKind.Empty);
            return TurnOutcome.OfFailure(turn.Sequence, FailureKind.Empty, texts);
        }

        var call = turn.Spending.Calls[^1];
        var outcome = new TurnOutcome
        {
            Sequence = turn.Sequence,
            Reply = new Reply(answer),
            Quote = so.Quote,
            Remembered = true,
            QuestionTokens = questionTokens,
            AnswerTokens = so.Tokens(setup.Tokens),
            Model = call.Model,
            Source = call.Source,
            Usage = call.Usage,
        };
        return end switch
        {
            CompletionCompleted completed => Finished(turn, setup, outcome, completed, texts),
            CompletionFailed { Kind: FailureKind.TimedOut } => WithFootnote(outcome, texts.CutByTime),
            CompletionFailed => WithFootnote(outcome, texts.Failure(FailureKind.CutOff)),
            _ => WithFootnote(outcome, texts.Stopped),
        };
    }

    private TurnOutcome Finished(Turn turn, PromptSetup setup, TurnOutcome outcome, CompletionCompleted completed, Texts texts)
    {
        var used = outcome.Usage.TotalTokens;
        var maxTokens = setup.Budget.MaxTokens;
        LogTokensUsed(used, 100.0 * used / maxTokens, maxTokens, completed.Usage.ReasoningTokens, turn.Id);
        if (completed.Source == AnswerSource.Cache)
            outcome = WithFootnote(outcome, texts.FromCache);
        return completed.Finish switch
        {
            FinishKind.Length => WithFootnote(outcome, texts.CutByLength),
            FinishKind.ContentFilter => WithFootnote(outcome, texts.CutByFilter),
            _ => outcome,
        };
    }

    private static TurnOutcome WithFootnote(TurnOutcome outcome, string sentence) => outcome with
    {
        Reply = outcome.Reply with { Footnote = outcome.Reply.Footnote is { } other ? $"{other}\n{sentence}" : sentence },
    };

    [LoggerMessage(LogLevel.Information, "tokens used: {Tokens} ({Percent:F2} % of {MaxTokens}; {Reasoning} to think), turn {Turn}")]
    private partial void LogTokensUsed(int tokens, double percent, int maxTokens, int reasoning, Guid turn);

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} got no answer: {Failure}")]
    private partial void LogNoAnswer(Guid turn, FailureKind failure);
}
