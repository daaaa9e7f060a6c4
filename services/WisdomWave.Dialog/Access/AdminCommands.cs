using System.Globalization;
using WisdomWave.Dialog.Commands;
using WisdomWave.Dialog.Usage;

namespace WisdomWave.Dialog.Access;

/// <summary>/allow, /deny and /stats. To everybody else they are commands that do not exist.</summary>
internal sealed class AdminCommands(AccessList access, StatsReport stats)
{
    public async Task<CommandReply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (!access.IsAdmin(call.Key.BotId, call.PersonId))
            return call.Texts.UnknownCommand;

        return call.Command.Kind switch
        {
            CommandKind.Stats => await stats.OfAsync(call.Key.BotId, call.Texts, cancellationToken),
            CommandKind.Allow => Change(call, isAllowed: true),
            _ => Change(call, isAllowed: false),
        };
    }

    private CommandReply Change(CommandCall call, bool isAllowed)
    {
        var texts = call.Texts;
        if (!long.TryParse(call.Command.Argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) || id == 0)
            return texts.AccessWhichId;
        if (!isAllowed && access.IsAdmin(call.Key.BotId, id))
            return texts.AccessAdminStays;

        return new(new(isAllowed ? texts.AccessAllowed(id) : texts.AccessDenied(id)))
        {
            Write = session => AccessWrites.Set(session, access.ListOf(call.Key.BotId), id, isAllowed),
            Applied = () => access.Set(call.Key.BotId, id, isAllowed),
        };
    }
}
