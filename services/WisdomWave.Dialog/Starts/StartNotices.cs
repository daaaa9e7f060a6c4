using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Access;
using WisdomWave.Dialog.Budgeting;
using WisdomWave.Dialog.Settings;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Wording;

namespace WisdomWave.Dialog.Starts;

/// <summary>Says what a bot's admins are to hear when it has started.</summary>
internal sealed class StartNotices(
    IOptions<StartNoticeOptions> options,
    AccessList access,
    ModelCatalog models,
    ChatSettingsStore settings,
    IDbContextFactory<DialogContext> contexts,
    DatabaseWriter writer,
    TimeProvider time)
{
    /// <returns>Nothing when they have just heard it.</returns>
    public async Task<IReadOnlyList<StartNotice>> OfAsync(long botId, BotStart start, CancellationToken cancellationToken)
    {
        var admins = access.AdminsOf(botId);
        if (!options.Value.Enabled || admins.Count == 0)
            return [];
        if (!await writer.WriteAsync(
            session => BotStartWrites.NoteTold(session, botId, start, time.GetUtcNow(), options.Value.Interval), CancellationToken.None))
            return [];

        var model = models.For(botId).Default.Title;
        var notices = new List<StartNotice>(admins.Count);
        foreach (var admin in admins)
        {
            var texts = Texts.Of(settings.Of(botId, admin), await LanguageAsync(botId, admin, cancellationToken));
            notices.Add(new(admin, texts.BotStarted(start.Version, start.Commit, model)));
        }

        return notices;
    }

    /// <summary>In which the admin wrote last; null when there is nothing of theirs.</summary>
    private async Task<string?> LanguageAsync(long botId, long admin, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Turns.AsNoTracking()
            .Where(turn => turn.Conversation!.BotId == botId && turn.Conversation.ChatId == admin)
            .OrderByDescending(turn => turn.Sequence)
            .Select(turn => turn.Language)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
