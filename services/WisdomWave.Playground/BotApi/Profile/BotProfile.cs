using System.Collections.Concurrent;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi.Profile;

/// <summary>A bot's command menus by scope and language, and its name and descriptions by language.</summary>
internal sealed class BotProfile
{
    private readonly ConcurrentDictionary<(string Type, long? Chat, long? User, string Language), BotCommand[]> _menus = new();
    private readonly ConcurrentDictionary<(string Kind, string Language), string> _texts = new();

    public void SetCommands(BotCommandScope scope, string language, BotCommand[] commands) => _menus[Key(scope, language)] = commands;

    public void DeleteCommands(BotCommandScope scope, string language) => _menus.TryRemove(Key(scope, language), out _);

    public BotCommand[] Commands(BotCommandScope scope, string language) => _menus.GetValueOrDefault(Key(scope, language)) ?? [];

    /// <summary>
    /// Returns the menu that a person sees: of the narrowest scope, and there in the person's language if possible
    /// (core.telegram.org/bots/api#determining-list-of-commands).
    /// </summary>
    public BotCommand[] MenuFor(long chatId, long userId, bool isAdmin, string? language)
    {
        foreach (var scope in Scopes(chatId, userId, isAdmin))
        {
            if (language is { Length: >= 2 } && _menus.TryGetValue(Key(scope, language[..2]), out var menu) || _menus.TryGetValue(Key(scope, ""), out menu))
                return menu;
        }

        return [];
    }

    public void SetText(string kind, string language, string text) => _texts[(kind, language)] = text;

    public string Text(string kind, string language) => _texts.GetValueOrDefault((kind, language)) ?? _texts.GetValueOrDefault((kind, "")) ?? "";

    private static IEnumerable<BotCommandScope> Scopes(long chatId, long userId, bool isAdmin)
    {
        if (chatId < 0)
        {
            yield return new() { Type = "chat_member", ChatId = chatId, UserId = userId };
            if (isAdmin)
                yield return new() { Type = "chat_administrators", ChatId = chatId };
        }

        yield return new() { Type = "chat", ChatId = chatId };
        if (chatId < 0 && isAdmin)
            yield return new() { Type = "all_chat_administrators" };
        yield return new() { Type = chatId < 0 ? "all_group_chats" : "all_private_chats" };
        yield return new();
    }

    private static (string Type, long? Chat, long? User, string Language) Key(BotCommandScope scope, string language) =>
        (scope.Type, scope.ChatId, scope.UserId, language);
}
