using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Conversations;
using WisdomWave.Dialog.Pinning;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Wording;

namespace WisdomWave.Dialog.Presses;

/// <summary>The buttons under the list of pins.</summary>
internal sealed class PinPresses(IDbContextFactory<DialogContext> contexts, IGrainFactory grains)
{
    public async Task<PressOutcome> RemoveAsync(ButtonPress press, long pinId, Texts texts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var conversation = await context.Pins.AsNoTracking()
            .Where(pin => pin.Id == pinId && pin.Conversation!.BotId == press.Bot.Id && pin.Conversation.ChatId == press.Chat.Id)
            .Select(pin => pin.Conversation!)
            .FirstOrDefaultAsync(cancellationToken);
        if (conversation is null)
            return new PressOutcome(texts.ButtonGone);

        var key = ConversationKey.Of(conversation);
        if (!key.IsShared && key.UserId != press.From.Id && !press.IsChatAdmin)
            return new PressOutcome(texts.NotYours);

        var left = await grains.GetGrain<IConversationGrain>(key.ToString()).UnpinAsync(pinId);
        return new PressOutcome(texts.Unpinned, PinList.Of(left, texts));
    }
}
