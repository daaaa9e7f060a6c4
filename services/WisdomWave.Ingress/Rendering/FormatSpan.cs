namespace WisdomWave.Ingress.Rendering;

/// <summary>A formatted range, in UTF-16 units as in Telegram's API. The argument is a link's URL or a code block's language.</summary>
internal readonly record struct FormatSpan(FormatKind Kind, int Offset, int Length, string? Argument = null)
{
    public int End => Offset + Length;

    /// <summary>Telegram allows no other formatting inside code.</summary>
    public bool IsCode => Kind is FormatKind.Code or FormatKind.Pre;

    public bool IsQuote => Kind is FormatKind.Quote or FormatKind.ExpandableQuote;
}

/// <summary>Formatting that both Telegram and Markdown support.</summary>
internal enum FormatKind
{
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Quote,

    /// <summary>A collapsed quote that shows its first lines.</summary>
    ExpandableQuote,

    Link,
    Code,
    Pre,
}
