using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access.Admission;

/// <summary>Handles the buttons of the people list.</summary>
internal sealed class PeopleButtonHandler(AccessList access, DatabaseWriter writer)
{
    public async Task<PressOutcome> RemoveAsync(ButtonPress press, long id, Texts texts)
    {
        var bot = press.Bot.Id;
        if (!access.IsAdmin(bot, press.From.Id))
            return new PressOutcome(texts.ButtonGone);

        // Only a configured admin may remove an admin who claimed the bot.
        if (access.RuleOf(bot, id) is { IsAdmin: true } && !access.IsConfiguredAdmin(bot, press.From.Id))
            return new PressOutcome(texts.AccessAdminStays);

        await writer.WriteAsync(
            session =>
            {
                AccessWrites.Remove(session, access.ListOf(bot), id, bot);
                return true;
            },
            CancellationToken.None);
        access.Remove(bot, id);
        return new PressOutcome(texts.PeopleRemoved, PeopleList.Of(bot, access, texts));
    }
}
