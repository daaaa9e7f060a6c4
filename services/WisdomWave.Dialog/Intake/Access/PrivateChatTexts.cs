using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>Texts in the language of a person's private chat, for messages that do not answer one of theirs.</summary>
internal sealed class PrivateChatTexts(ChatSettingsStore settings, IDbContextFactory<DialogContext> contexts)
{
    /// <summary>Without a <paramref name="language"/> tag, the language of the person's last stored message is used.</summary>
    public async Task<Texts> ForAsync(long botId, long userId, string? language, CancellationToken cancellationToken) =>
        Texts.Of(settings.Of(botId, userId), language ?? await LanguageAsync(botId, userId, cancellationToken));

    private async Task<string?> LanguageAsync(long botId, long userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Turns.AsNoTracking()
            .Where(turn => turn.Conversation!.BotId == botId && turn.Conversation.ChatId == userId)
            .OrderByDescending(turn => turn.Sequence)
            .Select(turn => turn.Language)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
