using System.Text;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Builds a formula's text with the spaces that make it readable.</summary>
/// <param name="isTight">Omits spaces around operators, for superscripts and subscripts.</param>
internal sealed class FormulaLine(bool isTight)
{
    private readonly StringBuilder _text = new();
    private AtomKind? _last;
    private bool _spaceSeen;

    /// <summary>The source has a space here. TeX would ignore it, but between two factors it helps.</summary>
    public void NoteSpace() => _spaceSeen = true;

    public void Append(string text, AtomKind kind)
    {
        if (text.Length == 0)
            return;
        // An operator without a left operand is a sign and binds to what follows.
        if (kind == AtomKind.Binary && _last is null or AtomKind.Opening or AtomKind.Binary or AtomKind.Relation or AtomKind.Punctuation)
            kind = AtomKind.Opening;
        if (_last is { } last && kind != AtomKind.Space && !EndsWithSpace && AreApart(last, kind))
            _text.Append(' ');
        // Two consecutive bars would be a spoiler delimiter.
        if (text[0] == '|' && _text.Length > 0 && _text[^1] == '|')
            _text.Append('\u2009');
        _text.Append(text);
        _last = kind;
        _spaceSeen = false;
    }

    /// <summary>Appends a superscript or subscript to the preceding element.</summary>
    public void AppendScript(string script)
    {
        _text.Append(script);
        _last ??= AtomKind.Ordinary;
    }

    public override string ToString() => _text.ToString();

    private bool EndsWithSpace => _text.Length > 0 && char.IsWhiteSpace(_text[^1]);

    private bool AreApart(AtomKind last, AtomKind next) => (last, next) switch
    {
        (AtomKind.Binary or AtomKind.Relation, _) or (_, AtomKind.Binary or AtomKind.Relation) => !isTight,
        (AtomKind.Large, not AtomKind.Closing and not AtomKind.Punctuation) => true,
        (AtomKind.Name or AtomKind.Fraction, AtomKind.Ordinary or AtomKind.Name or AtomKind.Large or AtomKind.Fraction) => true,
        (AtomKind.Ordinary or AtomKind.Closing, AtomKind.Name or AtomKind.Large or AtomKind.Fraction) => true,
        (AtomKind.Punctuation, _) => _spaceSeen,
        (AtomKind.Ordinary or AtomKind.Closing, AtomKind.Ordinary) => _spaceSeen && !isTight,
        _ => false,
    };
}

/// <summary>The role of an element in a formula, which decides the spacing between elements (a simplified version of TeX's rules).</summary>
internal enum AtomKind
{
    Ordinary,

    /// <summary>A binary operator such as +; has spaces around it, except as a sign.</summary>
    Binary,

    /// <summary>A relation such as =; has spaces around it.</summary>
    Relation,

    Opening,
    Closing,
    Punctuation,

    /// <summary>A named function: sin x, but sin(x).</summary>
    Name,

    /// <summary>A sum or an integral; a space separates it from its operand.</summary>
    Large,

    /// <summary>A fraction a/b; never directly next to another factor.</summary>
    Fraction,

    Space,
}
