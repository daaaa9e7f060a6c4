using System.Net;
using System.Text.RegularExpressions;

namespace WisdomWave.Ingress.Rendering.Html;

/// <summary>A tag as written: <c>&lt;a href="x"&gt;</c>, <c>&lt;/a&gt;</c>, <c>&lt;br/&gt;</c>.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="IsClosing">True for <c>&lt;/name&gt;</c>.</param>
/// <param name="Attributes">The text between the name and the closing bracket.</param>
/// <param name="Length">Characters from &lt; to &gt;.</param>
internal sealed partial record HtmlTag(string Name, bool IsClosing, string Attributes, int Length)
{
    private const int MaxLength = 2048;
    private const int MaxNameLength = 12;

    /// <summary>Null for text that only looks like a tag: <c>a &lt; b</c>, <c>&lt;b and c&gt;</c>, <c>&lt;3</c>.</summary>
    public static HtmlTag? Read(ReadOnlySpan<char> text)
    {
        if (text is not ['<', ..])
            return null;
        var isClosing = text is [_, '/', ..];
        var rest = text[(isClosing ? 2 : 1)..];
        var nameLength = rest[..int.Min(rest.Length, MaxNameLength + 1)].IndexOfAnyExcept(NameCharacters);
        if (nameLength <= 0 || nameLength > MaxNameLength || !char.IsAsciiLetter(rest[0]))
            return null;
        var name = rest[..nameLength].ToString().ToLowerInvariant();
        rest = rest[nameLength..int.Min(rest.Length, MaxLength)];
        var end = EndOf(rest);
        if (end < 0)
            return null;
        var attributes = rest[..end].TrimEnd('/').Trim();
        return attributes.IsEmpty || (!isClosing && char.IsWhiteSpace(rest[0]) && OnlyAttributes().IsMatch(attributes))
            ? new HtmlTag(name, isClosing, attributes.ToString(), text.Length - (text.Length - (isClosing ? 2 : 1) - nameLength - end - 1))
            : null;
    }

    /// <summary>The decoded value of an attribute; null if it does not exist.</summary>
    public string? Attribute(string name)
    {
        foreach (Match match in OneAttribute().Matches(Attributes))
        {
            if (match.Groups["name"].ValueSpan.Equals(name, StringComparison.OrdinalIgnoreCase))
                return WebUtility.HtmlDecode(match.Groups["value"].Value).Trim();
        }

        return null;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private static int EndOf(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '>':
                    return i;
                case '<' or '`':
                    return -1;
                case '"' or '\'':
                    var close = text[(i + 1)..].IndexOf(text[i]);
                    if (close < 0)
                        return -1;
                    i += close + 1;
                    break;
            }
        }

        return -1;
    }

    [GeneratedRegex("""^(?:\s*(?:[A-Za-z_:][\w:.-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)|open|checked|disabled|hidden|nowrap|reversed))+\s*$""", RegexOptions.NonBacktracking)]
    private static partial Regex OnlyAttributes();

    [GeneratedRegex("""(?<name>[A-Za-z_:][\w:.-]*)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'=<>`]+))""")]
    private static partial Regex OneAttribute();
}
