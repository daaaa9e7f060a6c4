using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Wording;

namespace WisdomWave.Dialog.Commands;

/// <summary>The commands menu, for whoever shows it.</summary>
internal static class CommandsApi
{
    private static readonly string[] InMenu = ["Start", "Help", "Forget", "Stop"];

    public static void MapCommands(this IEndpointRouteBuilder routes) => routes.MapGet("/commands", GetMenus);

    private static Ok<IReadOnlyList<CommandMenu>> GetMenus() =>
        TypedResults.Ok<IReadOnlyList<CommandMenu>>([Menu(null), Menu("ru")]);

    private static CommandMenu Menu(string? language)
    {
        var texts = Texts.In(language);
        return new(MenuScope.PrivateChats, language, [.. InMenu.Select(command => new BotCommandText(command.ToLowerInvariant(), texts.Menu(command)))]);
    }
}
