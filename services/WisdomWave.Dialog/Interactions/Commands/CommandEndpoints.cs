using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.ServiceDefaults.OpenApi;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>Serves the command menus that ingress registers with Telegram.</summary>
internal static class CommandEndpoints
{
    private static readonly CommandKind[] ForAll =
    [
        CommandKind.Help, CommandKind.Forget, CommandKind.Stop, CommandKind.Retry, CommandKind.Undo,
        CommandKind.Context, CommandKind.Pin, CommandKind.Usage, CommandKind.Export,
    ];

    private static readonly CommandKind[] ForSettings =
        [CommandKind.Settings, CommandKind.Model, CommandKind.Persona, CommandKind.Language];

    public static void MapCommands(this IEndpointRouteBuilder routes) => routes.MapGet("/commands", GetMenus)
        .Describe("GetCommandMenus", "Returns the command menus by scope and language.");

    private static Ok<IReadOnlyList<CommandMenu>> GetMenus() => TypedResults.Ok<IReadOnlyList<CommandMenu>>(
    [
        .. from scope in Enum.GetValues<MenuScope>()
           from language in (string?[])[null, "ru"]
           select Menu(scope, language),
    ]);

    private static CommandMenu Menu(MenuScope scope, string? language)
    {
        var texts = Texts.In(language);
        var commands = scope == MenuScope.Groups ? ForAll : [.. ForAll, .. ForSettings];
        return new(scope, language, [.. commands.Select(command => new BotCommandText(command.ToString().ToLowerInvariant(), texts.Menu(command)))]);
    }
}
