using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.History;
using WisdomWave.Dialog.Wording;

namespace WisdomWave.Dialog.Conversations;

/// <summary>What a person can do with an answer.</summary>
internal static class AnswerButtons
{
    public static TurnOutcome Under(TurnOutcome outcome, Guid turnId, FinishKind? finish, Texts texts)
    {
        if (outcome.Failure is { } failure && !CanPass(failure))
            return outcome;

        var again = new ReplyButton("🔄", ButtonData.For(ButtonData.Regenerate, turnId));
        ReplyButton[] row = finish == FinishKind.Length
            ? [again, new($"▶️ {texts.Continue}", ButtonData.For(ButtonData.Continue, turnId))]
            : [again];
        return outcome with { Reply = outcome.Reply with { Buttons = [row] } };
    }

    private static bool CanPass(FailureKind failure) =>
        failure is FailureKind.Unavailable or FailureKind.TimedOut or FailureKind.RateLimited or FailureKind.CutOff;
}
