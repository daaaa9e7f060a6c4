namespace WisdomWave.Ingress.Rendering;

/// <summary>A stretch of formatted text, in UTF-16 units as Telegram counts them; the argument is a link's address or a fence's language.</summary>
internal readonly record struct FormatSpan(FormatKind Kind, int Offset, int Length, string? Argument = null)
{
    public int End => Offset + Length;

    /// <summary>Code shows its characters as they are: nothing else may be formatted inside it.</summary>
    public bool IsCode => Kind is FormatKind.Code or FormatKind.Pre;

    public bool IsQuote => Kind is FormatKind.Quote or FormatKind.ExpandableQuote;
}
