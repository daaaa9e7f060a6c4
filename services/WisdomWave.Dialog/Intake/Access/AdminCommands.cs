using System.Globalization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access.Admission;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Spending.Usage;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>/allow, /deny, /people and /stats. For anybody but admins these commands do not exist.</summary>
internal sealed class AdminCommands(AccessList access, StatsReport stats, TimeProvider time)
{
    public async Task<CommandReply> ReplyToAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (!access.IsAdmin(call.Key.BotId, call.UserId))
            return call.Texts.UnknownCommand;

        return call.Command.Kind switch
        {
            CommandKind.Stats => await stats.OfAsync(call.Key.BotId, call.Texts, cancellationToken),
            CommandKind.People when call.ChatKind == ChatKind.Group => call.Texts.PeopleInPrivate,
            CommandKind.People => PeopleList.Of(call.Key.BotId, access, call.Texts),
            CommandKind.Allow => Change(call, isAllowed: true),
            _ => Change(call, isAllowed: false),
        };
    }

    private CommandReply Change(CommandCall call, bool isAllowed)
    {
        var (botId, texts) = (call.Key.BotId, call.Texts);

        // In a group, a command without an id is about the group.
        var isGroup = call.ChatKind == ChatKind.Group && call.Command.Argument.Length == 0;
        var id = call.Key.ChatId;
        if (!isGroup && (!long.TryParse(call.Command.Argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id) || id == 0))
            return texts.AccessWhichId;

        // A configured admin can remove an admin who claimed the bot; nobody can remove a configured admin.
        if (!isAllowed && access.IsAdmin(botId, id) && (access.IsConfiguredAdmin(botId, id) || !access.IsConfiguredAdmin(botId, call.UserId)))
            return texts.AccessAdminStays;

        var known = access.RuleOf(botId, id);
        var rule = new AccessRule(isAllowed) { IsAdmin = isAllowed && known is { IsAdmin: true }, Name = known?.Name, Since = time.GetUtcNow() };
        var sentence = (isGroup, isAllowed) switch
        {
            (true, true) => texts.AccessGroupAllowed,
            (true, false) => texts.AccessGroupDenied,
            (false, true) => texts.AccessAllowed(id),
            (false, false) => texts.AccessDenied(id),
        };
        return new(new(sentence))
        {
            Write = session => AccessWrites.Set(session, access.ListOf(botId), id, rule),
            Applied = () => access.Set(botId, id, rule),
        };
    }
}
