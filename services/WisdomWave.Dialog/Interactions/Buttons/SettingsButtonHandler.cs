using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Interactions.Buttons;

/// <summary>Handles the settings keyboard: opens its pages and saves choices.</summary>
internal sealed class SettingsButtonHandler(ChatSettingsStore store, SettingsMenu menu, ConversationRights rights)
{
    public async Task<PressOutcome> HandleAsync(ButtonPress press, SettingsButton button, Texts texts, CancellationToken cancellationToken)
    {
        var chat = press.Chat.Kind;
        if (!await rights.IsAdminAsync(Actor.Of(press), cancellationToken))
            return new PressOutcome(texts.AdminsOnly);
        if (button.Value is null)
            return new PressOutcome(Replacement: menu.Page(button.Section, store.Of(press.Bot.Id, press.Chat.Id), press.Bot.Id, chat, texts));
        if (menu.Choice(button, store.Of(press.Bot.Id, press.Chat.Id), press.Bot.Id, chat, texts) is not { } choose)
            return new PressOutcome(texts.ButtonGone);

        var changed = await store.ChangeAsync(press.Bot.Id, press.Chat.Id, choose);
        texts = Texts.Of(changed, press.From.Language);
        return new PressOutcome(texts.Saved, menu.Page(SettingsSection.All, changed, press.Bot.Id, chat, texts));
    }
}
