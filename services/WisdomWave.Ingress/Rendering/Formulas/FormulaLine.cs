using System.Text;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>A formula's text as it grows, with the spaces that make it readable.</summary>
/// <param name="isTight">Leaves out the spaces around operators: for what is set above and below the line.</param>
internal sealed class FormulaLine(bool isTight)
{
    private readonly StringBuilder _text = new();
    private AtomKind? _last;
    private bool _spaceSeen;

    /// <summary>The source has a space here. TeX would drop it; between two factors it helps.</summary>
    public void NoteSpace() => _spaceSeen = true;

    public void Append(string text, AtomKind kind)
    {
        if (text.Length == 0)
            return;
        // A sign belongs to what follows, as a bracket does.
        if (kind == AtomKind.Binary && _last is null or AtomKind.Opening or AtomKind.Binary or AtomKind.Relation or AtomKind.Punctuation)
            kind = AtomKind.Opening;
        if (_last is { } last && kind != AtomKind.Space && !EndsWithSpace && AreApart(last, kind))
            _text.Append(' ');
        // Two bars in a row are the mark of a spoiler.
        if (text[0] == '|' && _text.Length > 0 && _text[^1] == '|')
            _text.Append('\u2009');
        _text.Append(text);
        _last = kind;
        _spaceSeen = false;
    }

    /// <summary>Belongs to what stands before it.</summary>
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
