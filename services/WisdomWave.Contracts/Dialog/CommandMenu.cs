using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>The command menu of one scope in one language.</summary>
/// <param name="Language">An ISO 639-1 code; null for users whose language has no menu of its own.</param>
/// <param name="Commands">In display order; at most 100.</param>
public sealed record CommandMenu(MenuScope Scope, string? Language, IReadOnlyList<BotCommandText> Commands);

/// <summary>Which users see a command menu.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MenuScope>))]
public enum MenuScope
{
    PrivateChats,
    Groups,
    GroupAdmins,
}

/// <summary>One line of a command menu.</summary>
/// <param name="Command">Without the slash; 1–32 lowercase Latin letters, digits and underscores.</param>
/// <param name="Description">1–256 characters.</param>
public sealed record BotCommandText(string Command, string Description);

/// <summary>All commands of the bot, without the slash. In a group, any other command without an <c>@bot</c> belongs to another bot.</summary>
public static class CommandNames
{
    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "start", "help", "forget", "stop", "retry", "undo", "context", "settings", "model", "persona", "language", "usage", "export", "pin",
        "allow", "deny", "people", "stats");
}
