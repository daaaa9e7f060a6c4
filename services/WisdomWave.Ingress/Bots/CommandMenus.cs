using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Bots;

/// <summary>Sets the command menus of Telegram's clients, per language and scope; once at startup.</summary>
internal sealed partial class CommandMenus(Bot bot, DialogClient dialog, TimeProvider time, ILogger<CommandMenus> logger)
{
    private const int MaxAttempts = 5;

    public async Task SetAsync(CancellationToken cancellationToken)
    {
        if (!await Retry.UntilAsync(TryAsync, Backoff.After, time, cancellationToken, MaxAttempts))
            LogUnknown(bot.Options.Name);

        async Task<bool> TryAsync()
        {
            if (await dialog.CommandsAsync(cancellationToken) is not { } menus)
                return false;
            foreach (var menu in menus)
                await SetAsync(menu, cancellationToken);
            return true;
        }
    }

    private async Task SetAsync(CommandMenu menu, CancellationToken cancellationToken)
    {
        var request = new SetMyCommandsRequest
        {
            Commands = [.. menu.Commands.Select(command => new BotCommand(command.Command, command.Description))],
            Scope = ScopeOf(menu.Scope),
            LanguageCode = menu.Language,
        };
        if (await Retry.SendAsync(bot.Api, request, MaxAttempts, time, cancellationToken) is { } failure)
            LogNotSet(bot.Options.Name, menu.Scope, menu.Language ?? "all other languages", failure.Reason);
    }

    private static BotCommandScope ScopeOf(MenuScope scope) => scope switch
    {
        MenuScope.PrivateChats => BotCommandScope.AllPrivateChats(),
        MenuScope.Groups => BotCommandScope.AllGroupChats(),
        MenuScope.GroupAdmins => BotCommandScope.AllChatAdministrators(),
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, null),
    };

    [LoggerMessage(LogLevel.Warning, "{Bot} keeps its current command menus because dialog did not return them.")]
    private partial void LogUnknown(string bot);

    [LoggerMessage(LogLevel.Warning, "{Bot} could not set the command menu for {Scope} in {Language}: {Reason}.")]
    private partial void LogNotSet(string bot, MenuScope scope, string language, string reason);
}
