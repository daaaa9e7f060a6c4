using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Buttons;

/// <summary>Handles the button that restores a forgotten conversation.</summary>
internal sealed class ForgettingButtonHandler(IDbContextFactory<DialogContext> contexts, IGrainFactory grains, ConversationRights rights)
{
    public async Task<PressOutcome> UndoAsync(ButtonPress press, long sequence, Texts texts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var forgetting = await context.Forgettings.AsNoTracking().Include(row => row.Conversation)
            .FirstOrDefaultAsync(
                row => row.Sequence == sequence && row.Conversation!.BotId == press.Bot.Id && row.Conversation.ChatId == press.Chat.Id,
                cancellationToken);
        if (forgetting is null)
            return TooLate(texts);

        // An admin may restore a shared conversation, but not one that belongs to a single person.
        var key = ConversationKey.Of(forgetting.Conversation!);
        var mayUndo = key.IsShared
            ? await rights.AllowAsync(Actor.Of(press), key, forgetting.UserId, cancellationToken)
            : key.UserId == press.From.Id;
        if (!mayUndo)
            return new PressOutcome(texts.NotYours);

        return await grains.GetGrain<IConversationGrain>(key.ToString()).UndoForgettingAsync(sequence) == UndoResult.Restored
            ? new PressOutcome(texts.UndoneForgettingToast, new Reply(texts.UndoneForgetting))
            : TooLate(texts);
    }

    private static PressOutcome TooLate(Texts texts) => new(texts.UndoTooLate, new Reply(texts.Forgotten));
}
