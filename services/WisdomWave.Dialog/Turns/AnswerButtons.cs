using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>What a person can do with an answer.</summary>
internal static class AnswerButtons
{
    /// <param name="outcome">The answer.</param>
    /// <param name="turnId">Its turn.</param>
    /// <param name="finish">Why the model stopped; null where it did not say.</param>
    /// <param name="effort">How much it thought.</param>
    /// <param name="texts">The bot's own words.</param>
    public static TurnOutcome Under(TurnOutcome outcome, Guid turnId, FinishKind? finish, ReasoningEffort? effort, Texts texts)
    {
        if (outcome.Failure is { } failure && !CanPass(failure))
            return outcome;

        var again = outcome.Failure == FailureKind.NoRoomLeft && Less(effort) is { } less
            ? new ReplyButton($"🔄 {texts.ThinkLess}", ButtonData.For(ButtonData.RegenerateAt(less), turnId))
            : new ReplyButton("🔄", ButtonData.For(ButtonData.Regenerate, turnId));
        ReplyButton[] row = finish == FinishKind.Length
            ? [again, new($"▶️ {texts.Continue}", ButtonData.For(ButtonData.Continue, turnId))]
            : [again];
        return outcome with { Reply = outcome.Reply with { Buttons = [row] } };
    }

    private static ReasoningEffort? Less(ReasoningEffort? effort) =>
        (effort ?? ReasoningModels.DefaultEffort) is > ReasoningEffort.Minimal and var known ? known - 1 : null;

    // The others need the operator, or other words.
    private static bool CanPass(FailureKind failure) => failure
        is not (FailureKind.KeyRejected or FailureKind.ModelNotFound or FailureKind.RegionNotServed or FailureKind.WrongAddress
            or FailureKind.BadRequest or FailureKind.TooLarge or FailureKind.Refused);
}
