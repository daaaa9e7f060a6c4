using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.Regenerating;

namespace WisdomWave.Dialog.Interactions.Buttons;

/// <summary>Handles the buttons under an answer: stop, regenerate, continue.</summary>
internal sealed class TurnButtonHandler(TurnReader turns, QuestionLimits limits, IGrainFactory grains, ConversationRights rights)
{
    public async Task<PressOutcome> StopAsync(ButtonPress press, Guid turnId, Texts texts, CancellationToken cancellationToken)
    {
        if (await turns.FindOwnerAsync(press.Bot.Id, press.Chat.Id, turnId, cancellationToken) is not { } stored)
            return new PressOutcome(texts.NothingToStop);
        if (!await IsAllowedAsync(press, stored, cancellationToken))
            return new PressOutcome(texts.NotYours);

        // No toast: the stopped answer itself says that it was stopped.
        return new PressOutcome(await Conversation(stored).StopTurnAsync(turnId) ? null : texts.NothingToStop);
    }

    public Task<PressOutcome> RegenerateAsync(ButtonPress press, Guid turnId, Texts texts, CancellationToken cancellationToken) =>
        BeginAsync(press, turnId, texts, texts.OnlyLastAgain, conversation => conversation.RegenerateAsync(press, turnId, DialogTracing.Current), cancellationToken);

    public Task<PressOutcome> ContinueAsync(ButtonPress press, Guid turnId, Texts texts, CancellationToken cancellationToken) =>
        BeginAsync(press, turnId, texts, texts.OnlyLastContinued, conversation => conversation.ContinueAsync(press, turnId, DialogTracing.Current), cancellationToken);

    private async Task<PressOutcome> BeginAsync(
        ButtonPress press, Guid turnId, Texts texts, string refusal, Func<IConversationGrain, Task<Operation>> begin, CancellationToken cancellationToken)
    {
        if (await turns.FindOwnerAsync(press.Bot.Id, press.Chat.Id, turnId, cancellationToken) is not { } stored)
        {
            // A repeated press: the turn that it started has replaced the turn that the button names.
            var begun = await turns.FindByUpdateAsync(press.Bot.Id, press.UpdateId, cancellationToken);
            return begun is null ? new PressOutcome(refusal) : new PressOutcome(Turn: begun.Turn);
        }

        if (!await IsAllowedAsync(press, stored, cancellationToken))
            return new PressOutcome(texts.NotYours);
        if (limits.Refuse(press.From.Id, press.Chat.Id, pending: 0, asks: true) is { } tooOften)
            return new PressOutcome(tooOften.Sentence(texts));

        var operation = await begin(Conversation(stored));
        var turn = operation.Result == OperationResult.TakenBefore
            ? (await turns.FindAsync(operation.TurnId, cancellationToken))?.Turn
            : operation.Turn;
        return turn is null ? new PressOutcome(refusal) : new PressOutcome(Turn: turn);
    }

    private IConversationGrain Conversation(TurnOwner stored) => grains.GetGrain<IConversationGrain>(stored.Conversation.ToString());

    private ValueTask<bool> IsAllowedAsync(ButtonPress press, TurnOwner stored, CancellationToken cancellationToken) =>
        rights.AllowAsync(Actor.Of(press), stored.Conversation, stored.UserId, cancellationToken);
}
