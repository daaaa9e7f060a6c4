namespace WisdomWave.Ingress.Rendering;

/// <summary>The formatting that Telegram's messages know and Markdown can ask for.</summary>
internal enum FormatKind
{
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Quote,

    /// <summary>A quote of which the first lines show until it is opened.</summary>
    ExpandableQuote,

    Link,
    Code,
    Pre,
}
