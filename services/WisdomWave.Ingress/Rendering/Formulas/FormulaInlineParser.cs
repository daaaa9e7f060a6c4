using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Parses inline formulas: <c>$x$</c>, <c>$$x$$</c>, <c>\(x\)</c>, <c>\[x\]</c>. Leaves prices alone.</summary>
internal sealed class FormulaInlineParser : InlineParser
{
    // Bounds the search for the closing delimiter; real inline formulas are shorter.
    private const int MaxLength = 4000;

    public FormulaInlineParser() => OpeningCharacters = ['$', '\\'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var rest = slice.AsSpan();
        rest = rest[..int.Min(rest.Length, MaxLength)];
        var (opening, length) = rest switch
        {
            ['$', '$', '$', ..] => (0, -1),
            ['$', '$', ..] => (2, EndOf(rest[2..], "$$")),
            ['$', ..] => (1, EndOfDollar(rest[1..])),
            ['\\', '(', ..] => (2, EndOf(rest[2..], "\\)")),
            ['\\', '[', ..] => (2, EndOf(rest[2..], "\\]")),
            _ => (0, -1),
        };
        if (length <= 0 || (rest[0] == '$' && slice.PeekCharExtra(-1) is '$' or '\\' or (>= 'A' and <= 'Z'))
            || (rest[0] == '\\' && IsSubscripted(slice.PeekCharExtra(-1))))
            return false;
        var latex = rest.Slice(opening, length);
        if (!IsFormula(rest, latex))
            return false;
        processor.Inline = new FormulaInline(latex.ToString())
        {
            Span = new(processor.GetSourcePosition(slice.Start, out var line, out var column), processor.GetSourcePosition(slice.Start + length + 2 * opening - 1)),
            Line = line,
            Column = column,
        };
        slice.Start += length + 2 * opening;
        return true;
    }

    /// <summary>arr\[i+1\] and f\(x\): escaped brackets directly after a name.</summary>
    private static bool IsSubscripted(char before) => char.IsAsciiLetterOrDigit(before) || before is '_' or ')' or ']';

    private static bool IsFormula(ReadOnlySpan<char> rest, ReadOnlySpan<char> latex) => rest switch
    {
        // Points, lengths and angles are named by capital letters; other words are text in escaped brackets.
        ['\\', '(', ..] => FormulaText.LooksLikeFormula(latex) || !latex.ContainsAnyInRange('a', 'z'),
        ['\\', '[', ..] => FormulaText.LooksLikeFormula(latex) && latex.ContainsAnyExceptInRange('0', '9'),
        _ => FormulaText.LooksLikeFormula(latex),
    };

    private static int EndOf(ReadOnlySpan<char> text, string mark) => text.IndexOf(mark);

    /// <summary>A closing dollar directly follows the formula; a digit after it would make it a price.</summary>
    private static int EndOfDollar(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsWhiteSpace(text[0]))
            return -1;
        for (var i = 0; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '$')
                return char.IsWhiteSpace(text[i - 1]) || IsVariable(text[..i], text[(i + 1)..]) ? -1 : i;
        }

        return -1;
    }

    /// <summary>Shell variables and prices such as "$5-$10", "$HOME_DIR/$USER", "${a}${b}"; but not "the $n$th".</summary>
    private static bool IsVariable(ReadOnlySpan<char> between, ReadOnlySpan<char> behind) => behind switch
    {
        _ when between[0] == '{' && !between.Contains('\\') => true,
        ['$' or '{' or (>= '0' and <= '9'), ..] => true,
        [var next, ..] when char.IsLetter(next) || next == '_' => between.Length > 3 && !between.ContainsAny('\\', '^'),
        _ => false,
    };
}

/// <summary>An inline formula.</summary>
internal sealed class FormulaInline(string latex) : LeafInline
{
    public string Latex { get; } = latex;
}
