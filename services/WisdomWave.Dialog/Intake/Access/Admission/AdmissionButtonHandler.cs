using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access.Admission;

/// <summary>Handles the buttons with which a stranger asks for access and an admin decides.</summary>
internal sealed class AdmissionButtonHandler(
    AccessList access, PrivateChatTexts privateTexts, TurnReader turns, IDbContextFactory<DialogContext> contexts, DatabaseWriter writer, TimeProvider time)
{
    /// <summary>A person may ask again after a week, and admins get at most 20 requests a day.</summary>
    private static readonly (TimeSpan Interval, int MostInADay) Limits = (TimeSpan.FromDays(7), 20);

    public async Task<PressOutcome> AskAsync(ButtonPress press, Texts texts, CancellationToken cancellationToken)
    {
        var (bot, person, now) = (press.Bot.Id, press.From, time.GetUtcNow());
        if (access.IsAllowed(bot, person.Id, person.Id))
            return new PressOutcome(texts.IsInAlready);
        var admins = access.AdminsOf(bot);
        if (admins.Count == 0 || access.RuleOf(bot, person.Id) is { IsAllowed: false })
            return new PressOutcome(texts.AccessStranger(person.Id));

        if (await turns.FindByUpdateAsync(bot, press.UpdateId, cancellationToken) is { } begun)
            return new PressOutcome(texts.AskedIn) { Notices = [begun.Turn] };

        var notices = new List<NoticeTurn>();
        foreach (var admin in admins)
        {
            var words = await privateTexts.ForAsync(bot, admin, language: null, cancellationToken);
            notices.Add(new(Guid.CreateVersion7(now), bot, admin, new Reply(words.AsksToBeLetIn(NameOf(person.Id, person.Name)))
            {
                Buttons = [[new($"✓ {words.LetIn}", $"{new AdmissionButton(true, person.Id)}"), new($"✖ {words.Decline}", $"{new AdmissionButton(false, person.Id)}")]],
            }));
        }

        var result = await writer.WriteAsync(
            session =>
            {
                // A repeated press whose notices were delivered and erased.
                if (InboxWrites.FindTurn(session, bot, press.UpdateId, now) is not null)
                    return AccessRequestResult.Asked;
                var noted = AccessWrites.RecordRequest(session, access.ListOf(bot), person, now, Limits);
                if (noted == AccessRequestResult.Asked)
                {
                    InboxWrites.RecordUpdate(session, bot, press.UpdateId, notices[0].Id, now);
                    foreach (var notice in notices)
                        notice.Write(session, now);
                }

                return noted;
            },
            CancellationToken.None);
        return result switch
        {
            AccessRequestResult.Asked => new PressOutcome(texts.AskedIn) { Notices = await FindAsync(notices, cancellationToken) },
            AccessRequestResult.AskedBefore => new PressOutcome(texts.AskedInBefore),
            _ => new PressOutcome(texts.AskedInByTooMany),
        };
    }

    public async Task<PressOutcome> DecideAsync(ButtonPress press, AdmissionButton decision, Texts texts, CancellationToken cancellationToken)
    {
        var (bot, userId, now) = (press.Bot.Id, decision.UserId, time.GetUtcNow());
        if (!access.IsAdmin(bot, press.From.Id))
            return new PressOutcome(texts.ButtonGone);

        var list = access.ListOf(bot);
        var (known, stranger) = (access.RuleOf(bot, userId), await FindStrangerAsync(list, userId, cancellationToken));
        var name = NameOf(userId, stranger?.Name ?? known?.Name);
        if (known is { IsAllowed: true })
            return new PressOutcome(Replacement: new Reply(texts.IsIn(name)));
        if (!decision.IsLetIn)
            return new PressOutcome(Replacement: new Reply(texts.IsOut(name)));

        var rule = new AccessRule(IsAllowed: true) { Name = stranger?.Name, Since = now };
        var words = await privateTexts.ForAsync(bot, userId, stranger?.Language, cancellationToken);
        var welcome = new NoticeTurn(Guid.CreateVersion7(now), bot, userId, new Reply(words.Welcome));
        await writer.WriteAsync(
            session =>
            {
                AccessWrites.Set(session, list, userId, rule);
                welcome.Write(session, now);
                return true;
            },
            CancellationToken.None);
        access.Set(bot, userId, rule);
        return new PressOutcome(Replacement: new Reply(texts.IsIn(name))) { Notices = await FindAsync([welcome], cancellationToken) };
    }

    /// <summary>Formats the name as code, so that nothing in a stranger's name becomes a link.</summary>
    public static string NameOf(long id, string? name) => name is { Length: > 0 } && TextCut.Preview(name.Replace('`', '\'')) is { Length: > 0 } shown ? $"`{shown}` (`{id}`)" : $"`{id}`";

    private async Task<StrangerRow?> FindStrangerAsync(long listId, long userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Strangers.AsNoTracking().FirstOrDefaultAsync(row => row.BotId == listId && row.UserId == userId, cancellationToken);
    }

    private async Task<IReadOnlyList<TurnRef>> FindAsync(IEnumerable<NoticeTurn> notices, CancellationToken cancellationToken)
    {
        var found = new List<TurnRef>();
        foreach (var notice in notices)
        {
            if (await turns.FindAsync(notice.Id, cancellationToken) is { } stored)
                found.Add(stored.Turn);
        }

        return found;
    }
}
