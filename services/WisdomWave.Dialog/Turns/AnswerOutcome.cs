using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Turns.Completion;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>Composes the outcome of a question from the model's result: reply, footnotes, buttons.</summary>
internal static class AnswerOutcome
{
    /// <param name="draft">The text so far.</param>
    /// <param name="setup">The setup with which the question was first asked.</param>
    /// <param name="result">The final result.</param>
    /// <param name="questionTokens">Including pictures.</param>
    /// <param name="texts">The texts in the person's language.</param>
    public static TurnOutcome Of(AnswerDraft draft, PromptSetup setup, CallResult result, int questionTokens, Texts texts)
    {
        var turn = draft.Turn;
        var notes = turn.Attachments?.Read?.Notes ?? [];
        if (result.SpentBudget is { } spent)
            return notes.Aggregate(TurnOutcome.OfSpentBudget(turn.Sequence, spent, texts), (with, note) => with.WithFootnote(note));

        var outcome = WithButtons(Answer(draft, setup, result.End, questionTokens, texts), turn, result.End, turn.CommandContext.Effort ?? setup.Effort, texts);
        outcome = notes.Aggregate(outcome, (with, note) => with.WithFootnote(note));
        return turn.Spending.Warnings.Aggregate(outcome, (with, warning) => with.WithFootnote(texts.BudgetWarning(warning)));
    }

    private static TurnOutcome Answer(AnswerDraft draft, PromptSetup setup, CompletionEvent? end, int questionTokens, Texts texts)
    {
        var turn = draft.Turn;
        var text = draft.Text;
        var isVisible = VisibleText.IsIn(text);

        // The text of an answer that broke off or timed out is kept.
        if (end is CompletionFailed failed && (!isVisible || failed.Kind is not (FailureKind.CutOff or FailureKind.TimedOut)))
            return TurnOutcome.OfFailure(turn.Sequence, failed.Kind, texts);
        if (!isVisible)
        {
            return end is null
                ? TurnOutcome.OfCommand(turn.Sequence, new Reply(texts.Stopped))
                : TurnOutcome.OfFailure(turn.Sequence, FailureKind.Empty, texts);
        }

        var call = turn.Spending.Calls[^1];
        var outcome = new TurnOutcome
        {
            Sequence = turn.Sequence,
            Reply = new Reply(text),
            Quote = draft.Quote,
            Remembered = true,
            QuestionTokens = questionTokens,
            AnswerTokens = draft.Tokens(setup.Tokens),
            Model = call.Model,
            Source = call.Source,
            Usage = call.Usage,
        };
        return end switch
        {
            CompletionCompleted completed => Completed(outcome, completed, texts),
            CompletionFailed { Kind: FailureKind.TimedOut } => outcome.WithFootnote(texts.CutByTime),
            CompletionFailed => outcome.WithFootnote(texts.Failure(FailureKind.CutOff)),
            _ => outcome.WithFootnote(texts.Stopped),
        };
    }

    private static TurnOutcome Completed(TurnOutcome outcome, CompletionCompleted completed, Texts texts)
    {
        if (completed.Source == AnswerSource.Cache)
            outcome = outcome.WithFootnote(texts.FromCache);
        return completed.Finish switch
        {
            FinishKind.Length => outcome.WithFootnote(texts.CutByLength),
            FinishKind.ContentFilter => outcome.WithFootnote(texts.CutByFilter),
            _ => outcome,
        };
    }

    private static TurnOutcome WithButtons(TurnOutcome outcome, Turn turn, CompletionEvent? end, ReasoningEffort? effort, Texts texts)
    {
        if (outcome.Failure is { } failure && !MayPass(failure))
            return outcome;

        var again = outcome.Failure == FailureKind.NoRoomLeft && Less(effort) is { } less
            ? new ReplyButton($"🔄 {texts.ThinkLess}", ButtonData.For(ButtonData.RegenerateAt(less), turn.Id))
            : new ReplyButton("🔄", ButtonData.For(ButtonData.Regenerate, turn.Id));
        ReplyButton[] row = end is CompletionCompleted { Finish: FinishKind.Length }
            ? [again, new($"▶️ {texts.Continue}", ButtonData.For(ButtonData.Continue, turn.Id))]
            : [again];
        return outcome with { Reply = outcome.Reply with { Buttons = [row] } };
    }

    private static ReasoningEffort? Less(ReasoningEffort? effort) =>
        (effort ?? ReasoningModels.DefaultEffort) is > ReasoningEffort.Minimal and var known ? known - 1 : null;

    // The other failures need the operator, or another question.
    private static bool MayPass(FailureKind failure) => failure
        is not (FailureKind.KeyRejected or FailureKind.ModelNotFound or FailureKind.RegionNotServed or FailureKind.WrongAddress
            or FailureKind.BadRequest or FailureKind.TooLarge or FailureKind.Refused);
}
