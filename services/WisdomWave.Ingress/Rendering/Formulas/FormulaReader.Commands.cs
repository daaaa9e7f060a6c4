namespace WisdomWave.Ingress.Rendering.Formulas;

internal sealed partial class FormulaReader
{
    private void WriteCommand(FormulaLine line, string command)
    {
        if (FormulaSymbols.All.TryGetValue(command, out var symbol))
        {
            line.Append(symbol.Text, symbol.Kind);
            return;
        }

        switch (command)
        {
            case "frac" or "dfrac" or "tfrac" or "cfrac":
                var numerator = ReadArgument();
                line.Append($"{FormulaBrackets.Numerator(numerator)}/{FormulaBrackets.Denominator(ReadArgument())}", AtomKind.Fraction);
                break;
            case "sqrt":
                line.Append(Root(ReadOptional(), FormulaBrackets.Denominator(ReadArgument())), AtomKind.Ordinary);
                break;
            case "binom" or "dbinom" or "tbinom":
                var upper = ReadArgument();
                line.Append($"C({upper}, {ReadArgument()})", AtomKind.Ordinary);
                break;
            case "text" or "textrm" or "textit" or "textbf" or "textsf" or "texttt" or "textnormal" or "mbox" or "hbox":
                line.Append(PlainText(ReadRaw()), AtomKind.Ordinary);
                break;
            case "operatorname":
                line.Append(PlainText(ReadRaw()), AtomKind.Name);
                break;
            case "mathrm" or "mathit" or "mathsf" or "mathtt" or "boxed" or "fbox" or "underbrace" or "overbrace" or "smash" or "mathop" or "mathbin" or "mathrel":
                line.Append(ReadArgument(), AtomKind.Ordinary);
                break;
            case "mathbb" or "mathcal" or "mathscr" or "mathfrak" or "mathbf" or "boldsymbol" or "bm" or "Bbb":
                line.Append(Alphabets.Of(command, ReadArgument()), AtomKind.Ordinary);
                break;
            case "left" or "right" or "middle" or "big" or "Big" or "bigg" or "Bigg" or "bigl" or "Bigl" or "biggl" or "Biggl" or "bigr" or "Bigr" or "biggr" or "Biggr":
                WriteDelimiter(line, command);
                break;
            case "overset" or "stackrel":
                var above = ReadArgument(isTight: true);
                line.Append(ReadArgument() + UnicodeScripts.Of(above, isSuperscript: true), AtomKind.Ordinary);
                break;
            case "underset":
                var below = ReadArgument(isTight: true);
                line.Append(ReadArgument() + UnicodeScripts.Of(below, isSuperscript: false), AtomKind.Large);
                break;
            case "xrightarrow":
                line.Append($"—{ReadArgument()}→", AtomKind.Relation);
                break;
            case "xleftarrow":
                line.Append($"←{ReadArgument()}—", AtomKind.Relation);
                break;
            case "pmod":
                line.Append($" (mod {ReadArgument()})", AtomKind.Closing);
                break;
            case "not":
                line.Append(Negated(ReadArgument()), AtomKind.Relation);
                break;
            case "tag":
                line.Append($"  ({ReadArgument()})", AtomKind.Ordinary);
                break;
            case "color" or "label" or "phantom" or "hphantom" or "vphantom" or "vspace":
                ReadRaw();
                break;
            case "hspace" or "mspace":
                ReadRaw();
                line.Append(" ", AtomKind.Space);
                break;
            case "textcolor" or "colorbox":
                ReadRaw();
                line.Append(ReadArgument(), AtomKind.Ordinary);
                break;
            case "displaystyle" or "textstyle" or "scriptstyle" or "limits" or "nolimits" or "nonumber" or "notag" or "hline" or "hfill" or "!":
                break;
            case "begin":
                WriteEnvironment(line);
                break;
            default:
                WriteOther(line, command);
                break;
        }
    }

    private void WriteOther(FormulaLine line, string command)
    {
        if (Alphabets.MarkOf(command) is { } mark)
        {
            line.Append(ReadArgument() is { Length: > 0 } marked ? marked + mark : "", AtomKind.Ordinary);
            return;
        }

        line.Append("\\" + command, AtomKind.Ordinary);
        if (char.IsWhiteSpace(latex[_position - 1]))
            line.Append(" ", AtomKind.Space);
        // The arguments of an unknown command keep their braces.
        while (!IsAtEnd && latex[_position] == '{')
        {
            _position++;
            line.Append("{" + ReadGroup(isTight: false) + "}", AtomKind.Ordinary);
        }
    }

    /// <summary>A bracket of any size: <c>\left(</c>, <c>\bigr\rangle</c>; a dot means no bracket.</summary>
    private void WriteDelimiter(FormulaLine line, string command)
    {
        SkipSpace();
        if (IsAtEnd)
            return;
        var delimiter = latex[_position] == '\\' || latex[_position] is '.' or '|' or '/' or '(' or ')' or '[' or ']' or '<' or '>' ? ReadArgument() : "";
        var kind = command switch
        {
            "left" or "bigl" or "Bigl" or "biggl" or "Biggl" => AtomKind.Opening,
            "right" or "bigr" or "Bigr" or "biggr" or "Biggr" => AtomKind.Closing,
            _ => AtomKind.Ordinary,
        };
        if (delimiter != ".")
            line.Append(delimiter switch { "<" => "⟨", ">" => "⟩", _ => delimiter }, kind);
    }

    private static string Root(string? index, string radicand) => index?.Trim() switch
    {
        null or "" or "2" => "√" + radicand,
        "3" => "∛" + radicand,
        "4" => "∜" + radicand,
        var other => UnicodeScripts.Of(new FormulaReader(other, isDisplay: false).ReadAll(), isSuperscript: true) + "√" + radicand,
    };

    private static string Negated(string relation) => relation switch
    {
        "=" => "≠",
        "<" => "≮",
        ">" => "≯",
        "∈" => "∉",
        "∃" => "∄",
        "⊂" => "⊄",
        "⊆" => "⊈",
        "≡" => "≢",
        "" => "",
        _ => relation + "\u0338",
    };

    // "50\% of $x$"
    private static string PlainText(string raw) => raw.Replace("\\%", "%", StringComparison.Ordinal)
        .Replace("\\$", "$", StringComparison.Ordinal)
        .Replace("\\_", "_", StringComparison.Ordinal)
        .Replace("\\&", "&", StringComparison.Ordinal)
        .Replace("\\#", "#", StringComparison.Ordinal)
        .Replace("||", "|\u2009|", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");
}
