using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Buttons;

/// <summary>Handles the buttons of the pin list.</summary>
internal sealed class PinButtonHandler(IDbContextFactory<DialogContext> contexts, IGrainFactory grains, ConversationRights rights)
{
    public async Task<PressOutcome> RemoveAsync(ButtonPress press, long pinId, Texts texts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var pinned = await context.Pins.AsNoTracking()
            .Where(pin => pin.Id == pinId && pin.ForgottenIn == null && pin.Conversation!.BotId == press.Bot.Id && pin.Conversation.ChatId == press.Chat.Id)
            .Select(pin => new { Conversation = pin.Conversation!, pin.UserId })
            .FirstOrDefaultAsync(cancellationToken);
        if (pinned is null)
            return new PressOutcome(texts.ButtonGone);

        var key = ConversationKey.Of(pinned.Conversation);
        if (!await rights.AllowAsync(Actor.Of(press), key, pinned.UserId, cancellationToken))
            return new PressOutcome(texts.NotYours);

        var left = await grains.GetGrain<IConversationGrain>(key.ToString()).UnpinAsync(pinId);
        return new PressOutcome(texts.Unpinned, PinList.Of(left, texts));
    }
}
