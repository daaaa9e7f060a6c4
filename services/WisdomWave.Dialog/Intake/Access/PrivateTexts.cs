using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>The bot's own words for somebody who has not written just now.</summary>
internal sealed class PrivateTexts(ChatSettingsStore settings, IDbContextFactory<DialogContext> contexts)
{
    /// <param name="botId">Who speaks.</param>
    /// <param name="personId">Whose private chat it is.</param>
    /// <param name="language">The tag of their client; null takes the one of what they wrote last, where that is still there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Texts> ForAsync(long botId, long personId, string? language, CancellationToken cancellationToken) =>
        Texts.Of(settings.Of(botId, personId), language ?? await LanguageAsync(botId, personId, cancellationToken));

    private async Task<string?> LanguageAsync(long botId, long personId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Turns.AsNoTracking()
            .Where(turn => turn.Conversation!.BotId == botId && turn.Conversation.ChatId == personId)
            .OrderByDescending(turn => turn.Sequence)
            .Select(turn => turn.Language)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
