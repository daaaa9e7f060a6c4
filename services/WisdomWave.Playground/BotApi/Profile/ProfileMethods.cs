using System.Text.RegularExpressions;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.People;

namespace WisdomWave.Playground.BotApi.Profile;

/// <summary>getMe and the methods for the bot's name, descriptions and commands.</summary>
internal sealed partial class ProfileMethods(EventHub events)
{
    private const int MenuLimit = 100;
    private const int DescriptionLimit = 256;

    public static BotReply GetMe(BotCall call) => BotReply.Done(call.Bot.Me with
    {
        CanJoinGroups = true,
        CanReadAllGroupMessages = !call.Bot.PrivacyMode,
        SupportsInlineQueries = false,
    }, WireJson.Default.User);

    public BotReply SetCommands(BotCall call)
    {
        if (!call.Parameters.TryObject("commands", WireJson.Default.BotCommandArray, out var commands) || commands is null)
            return BotReply.BadRequest("can't parse list of bot commands");
        if (!TryScope(call, out var scope))
            return BotReply.BadRequest("can't parse BotCommandScope");
        if (commands.Length > MenuLimit)
            return BotReply.BadRequest("BOT_COMMANDS_TOO_MUCH");
        if (commands.Any(command => !CommandName().IsMatch(command.Command)))
            return BotReply.BadRequest("BOT_COMMAND_INVALID");
        if (commands.Any(command => command.Description.Length is 0 or > DescriptionLimit))
            return BotReply.BadRequest("BOT_COMMAND_DESCRIPTION_INVALID");

        call.Bot.Profile.SetCommands(scope, Language(call), commands);
        events.Publish(new PersonEvent { Type = "commands", BotId = call.Bot.Me.Id });
        return BotReply.True;
    }

    public static BotReply GetCommands(BotCall call) => TryScope(call, out var scope)
        ? BotReply.Done(call.Bot.Profile.Commands(scope, Language(call)), WireJson.Default.BotCommandArray)
        : BotReply.BadRequest("can't parse BotCommandScope");

    public BotReply DeleteCommands(BotCall call)
    {
        if (!TryScope(call, out var scope))
            return BotReply.BadRequest("can't parse BotCommandScope");
        call.Bot.Profile.DeleteCommands(scope, Language(call));
        events.Publish(new PersonEvent { Type = "commands", BotId = call.Bot.Me.Id });
        return BotReply.True;
    }

    public static BotReply SetName(BotCall call) => SetText(call, "name", limit: 64);

    public static BotReply GetName(BotCall call) => GetText(call, "name", text => new() { Name = text.Length == 0 ? call.Bot.Me.FirstName : text });

    public static BotReply SetDescription(BotCall call) => SetText(call, "description", limit: 512);

    public static BotReply GetDescription(BotCall call) => GetText(call, "description", text => new() { Description = text });

    public static BotReply SetShortDescription(BotCall call) => SetText(call, "short_description", limit: 120);

    public static BotReply GetShortDescription(BotCall call) => GetText(call, "short_description", text => new() { ShortDescription = text });

    private static BotReply SetText(BotCall call, string kind, int limit)
    {
        var text = call.Parameters.Text(kind) ?? "";
        if (text.Length > limit)
            return BotReply.BadRequest($"{kind.Replace('_', ' ')} is too long");
        call.Bot.Profile.SetText(kind, Language(call), text);
        return BotReply.True;
    }

    private static BotReply GetText(BotCall call, string kind, Func<string, NamedText> answer) =>
        BotReply.Done(answer(call.Bot.Profile.Text(kind, Language(call))), WireJson.Default.NamedText);

    private static bool TryScope(BotCall call, out BotCommandScope scope)
    {
        var read = call.Parameters.TryObject("scope", WireJson.Default.BotCommandScope, out var given);
        scope = given ?? new();
        return read;
    }

    private static string Language(BotCall call) => call.Parameters.Text("language_code") ?? "";

    [GeneratedRegex("^[a-z0-9_]{1,32}$")]
    private static partial Regex CommandName();
}
