using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi.Messages;

/// <summary>Parses parse_mode HTML (core.telegram.org/bots/api#html-style) with Telegram's error messages.</summary>
internal static partial class HtmlText
{
    public static (FormattedText? Text, string? Problem) Parse(string html)
    {
        var text = new StringBuilder(html.Length);
        var entities = new List<MessageEntity>();
        var open = new Stack<(string Tag, MessageEntity? Entity)>();
        var position = 0;
        foreach (Match match in Tag().Matches(html))
        {
            text.Append(WebUtility.HtmlDecode(html[position..match.Index]));
            position = match.Index + match.Length;
            var tag = match.Groups["tag"].Value.ToLowerInvariant();
            if (!match.Groups["close"].Success)
            {
                if (!TryOpen(tag, match.Groups["attributes"].Value, text.Length, open, out var entity))
                    return (null, $"Unsupported start tag \"{tag}\" at byte offset {Offset(match.Index)}");
                open.Push((tag, entity));
                continue;
            }

            if (open.Count == 0 || open.Peek().Tag != tag)
                return (null, open.Count == 0
                    ? $"Unexpected end tag at byte offset {Offset(match.Index)}"
                    : $"Unmatched end tag at byte offset {Offset(match.Index)}, expected \"</{open.Peek().Tag}>\", found \"</{tag}>\"");
            if (open.Pop().Entity is { } opened && text.Length > opened.Offset)
                entities.Add(opened with { Length = text.Length - opened.Offset });
        }

        if (open.Count > 0)
            return (null, $"Can't find end tag corresponding to start tag \"{open.Peek().Tag}\"");
        text.Append(WebUtility.HtmlDecode(html[position..]));
        return (new FormattedText(text.ToString(), entities), null);

        int Offset(int index) => Encoding.UTF8.GetByteCount(html.AsSpan(0, index));
    }

    private static bool TryOpen(string tag, string attributes, int offset, Stack<(string Tag, MessageEntity? Entity)> open, out MessageEntity? entity)
    {
        entity = tag switch
        {
            "b" or "strong" => Of("bold"),
            "i" or "em" => Of("italic"),
            "u" or "ins" => Of("underline"),
            "s" or "strike" or "del" => Of("strikethrough"),
            "tg-spoiler" => Of("spoiler"),
            "span" when attributes.Contains("tg-spoiler", StringComparison.Ordinal) => Of("spoiler"),
            "blockquote" => Of(attributes.Contains("expandable", StringComparison.Ordinal) ? "expandable_blockquote" : "blockquote"),
            "pre" => Of("pre"),
            "a" when Value("href") is { } url => Of("text_link") with { Url = url },
            "code" => Of("code"),
            _ => null,
        };

        // <pre><code class="language-x"> is one block of code with a language.
        if (tag == "code" && open.TryPeek(out var outer) && outer.Tag == "pre" && Value("class") is { } language)
        {
            open.Pop();
            open.Push(("pre", outer.Entity! with { Language = language.Replace("language-", "", StringComparison.Ordinal) }));
            entity = null;
            return true;
        }

        return entity is not null;

        MessageEntity Of(string type) => new() { Type = type, Offset = offset, Length = 0 };

        string? Value(string name) =>
            Attribute().Matches(attributes).FirstOrDefault(match => match.Groups["name"].Value == name) is { } match
                ? WebUtility.HtmlDecode(match.Groups["value"].Value)
                : null;
    }

    [GeneratedRegex("""<(?<close>/)?(?<tag>[a-zA-Z][a-zA-Z-]*)(?<attributes>[^>]*)>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<name>[a-z]+)\s*=\s*["'](?<value>[^"']*)["']""")]
    private static partial Regex Attribute();
}
