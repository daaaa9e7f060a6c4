namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>Distinguishes commands from questions.</summary>
internal static class CommandParser
{
    /// <summary>Words from the bot's first version that people still send instead of /forget.</summary>
    private static readonly string[] WordsToForget = ["забудь", "forget"];

    /// <returns>Null when the text is a question for the model.</returns>
    public static Command? Parse(string text)
    {
        var words = text.AsSpan().Trim();
        if (words.StartsWith("/"))
            return ParseSlash(words[1..]);

        // A mention without text: answer with help.
        if (words.IsEmpty)
            return new Command(CommandKind.Help);

        var bare = TrimPunctuation(words);
        foreach (var word in WordsToForget)
        {
            if (bare.Equals(word, StringComparison.OrdinalIgnoreCase))
                return new Command(CommandKind.Forget);
        }

        return null;
    }

    private static Command? ParseSlash(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
            length++;

        // "/" alone, "/etc/hosts" and "//" are questions, not commands.
        var isName = length > 0 && (length == text.Length || char.IsWhiteSpace(text[length]));
        return isName ? new Command(Named(text[..length].ToString()), text[length..].Trim().ToString()) : null;
    }

    private static CommandKind Named(string name) => name.ToLowerInvariant() switch
    {
        "start" => CommandKind.Start,
        "help" => CommandKind.Help,
        "forget" => CommandKind.Forget,
        "stop" => CommandKind.Stop,
        "retry" => CommandKind.Retry,
        "undo" => CommandKind.Undo,
        "context" => CommandKind.Context,
        "settings" => CommandKind.Settings,
        "model" => CommandKind.Model,
        "persona" => CommandKind.Persona,
        "language" => CommandKind.Language,
        "usage" => CommandKind.Usage,
        "export" => CommandKind.Export,
        "pin" => CommandKind.Pin,
        "allow" => CommandKind.Allow,
        "deny" => CommandKind.Deny,
        "people" => CommandKind.People,
        "stats" => CommandKind.Stats,
        _ => CommandKind.Unknown,
    };

    private static ReadOnlySpan<char> TrimPunctuation(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && !char.IsLetterOrDigit(text[0]))
            text = text[1..];
        while (text.Length > 0 && !char.IsLetterOrDigit(text[^1]))
            text = text[..^1];
        return text;
    }
}
