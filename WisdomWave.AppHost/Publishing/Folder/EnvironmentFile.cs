using System.Text;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>
/// A file of environment variables that systemd (<c>EnvironmentFile=</c>) and a POSIX shell read in the same way, and Docker Compose
/// (<c>env_file</c>) as well, apart from values with a single quote.
/// </summary>
internal static class EnvironmentFile
{
    /// <summary>The characters that mean something inside double quotes.</summary>
    private const string Special = "\\\"$`";

    public static string Line(string name, string value) => $"{name}={Quote(value)}\n";

    /// <summary>Reads a file that an operator may have edited. The last of several lines for one name counts.</summary>
    /// <param name="text"><c># a comment</c>, <c>NAME=value</c>, <c>NAME='value'</c> or <c>NAME="value"</c>, also of several lines.</param>
    public static Dictionary<string, string> Read(string text)
    {
        var values = new Dictionary<string, string>();
        for (var at = 0; at < text.Length;)
        {
            var (line, equals) = (EndOfLine(text, at), text.IndexOf('=', at));
            if (text[at] is '#' or ';' or '\n' or '\r' || equals < 0 || equals > line)
            {
                at = line + 1;
                continue;
            }

            var name = text[at..equals].Trim();
            values[name] = ReadValue(text, equals + 1, out at);
        }

        return values;
    }

    /// <summary>Whether all readers agree: versions of Docker Compose differ in what a backslash inside double quotes means.</summary>
    public static bool IsReadAlike(string value) => !value.Contains('\'', StringComparison.Ordinal);

    private static string Quote(string value)
    {
        // Nothing is special inside single quotes.
        if (IsReadAlike(value))
            return $"'{value}'";

        var quoted = new StringBuilder("\"");
        foreach (var character in value)
        {
            if (Special.Contains(character, StringComparison.Ordinal))
                quoted.Append('\\');
            quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    private static string ReadValue(string text, int from, out int next)
    {
        var value = new StringBuilder();
        char? quote = null;
        var at = from;
        for (; at < text.Length && (quote is not null || text[at] != '\n'); at++)
        {
            var character = text[at];
            if (quote is null && character is '\'' or '"' && value.Length == 0)
                quote = character;
            else if (character == quote)
                break;
            else if (quote == '"' && character == '\\' && at + 1 < text.Length && Special.Contains(text[at + 1], StringComparison.Ordinal))
                value.Append(text[++at]);
            else
                value.Append(character);
        }

        next = EndOfLine(text, at) + 1;
        return quote is null ? value.ToString().Trim() : value.ToString();
    }

    private static int EndOfLine(string text, int from) => from < text.Length && text.IndexOf('\n', from) is >= 0 and var end ? end : text.Length;
}
