using System.Collections.Frozen;

namespace WisdomWave.Contracts.Dialog;

/// <summary>The commands that the bot has, without the slash. In a group, a command that names no bot and is not one of these belongs to another bot.</summary>
public static class CommandNames
{
    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "start", "help", "forget", "stop", "retry", "undo", "context", "settings", "model", "persona", "language", "usage", "export", "pin",
        "allow", "deny", "people", "stats");
}
