using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.BotStarts;

/// <summary>Creates the messages that tell a bot's admins that it has started.</summary>
internal sealed class StartNotices(
    IOptions<StartNoticeOptions> options,
    AccessList access,
    ModelCatalog models,
    PrivateChatTexts privateTexts,
    DatabaseWriter writer,
    TimeProvider time)
{
    /// <returns>Empty when the admins were notified of this version a moment ago.</returns>
    public async Task<IReadOnlyList<StartNotice>> OfAsync(long botId, BotStart start, CancellationToken cancellationToken)
    {
        var admins = access.AdminsOf(botId);
        if (!options.Value.Enabled || admins.Count == 0)
            return [];
        if (!await writer.WriteAsync(
            session => BotStartWrites.RecordTold(session, botId, start, time.GetUtcNow(), options.Value.Interval), CancellationToken.None))
            return [];

        var model = models.For(botId).Default.Title;
        var notices = new List<StartNotice>(admins.Count);
        foreach (var admin in admins)
        {
            var texts = await privateTexts.ForAsync(botId, admin, language: null, cancellationToken);
            notices.Add(new(admin, texts.BotStarted(start.Version, start.Commit, model)));
        }

        return notices;
    }
}
