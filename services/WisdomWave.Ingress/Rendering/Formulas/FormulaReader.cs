using System.Text;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Converts LaTeX to text from left to right. Accepts any input, including truncated formulas.</summary>
internal sealed partial class FormulaReader(string latex, bool isDisplay)
{
    // Far deeper than real formulas, and far below what the stack can hold.
    private const int MaxDepth = 32;

    private int _position;
    private int _depth;

    public string ReadAll()
    {
        var lines = new StringBuilder();
        var line = new FormulaLine(isTight: false);
        while (true)
        {
            switch (ReadInto(line))
            {
                case Stop.Brace:
                    line.Append("}", AtomKind.Ordinary);
                    break;
                case Stop.Row:
                    FinishRow(lines, line);
                    line = new FormulaLine(isTight: false);
                    break;
                case Stop.Environment:
                    line.Append($"\\end{ReadRawArgument()}", AtomKind.Ordinary);
                    break;
                case Stop.End:
                    FinishRow(lines, line);
                    return lines.ToString();
            }
        }
    }

    private enum Stop
    {
        End,
        Brace,
        Cell,
        Row,
        Environment,
    }

    private bool IsAtEnd => _position >= latex.Length;

    private void FinishRow(StringBuilder lines, FormulaLine line)
    {
        var text = line.ToString().Trim();
        if (text.Length == 0)
            return;
        if (lines.Length > 0)
            lines.Append(RowSeparator);
        lines.Append(text);
    }

    private string RowSeparator => isDisplay ? "\n" : "; ";

    private Stop ReadInto(FormulaLine line)
    {
        while (!IsAtEnd)
        {
            var c = latex[_position++];
            switch (c)
            {
                case '}':
                    return Stop.Brace;
                case '&':
                    return Stop.Cell;
                case '\\' when IsAtEnd:
                    line.Append("\\", AtomKind.Ordinary);
                    break;
                case '\\' when latex[_position] == '\\':
                    _position++;
                    SkipOptional();
                    return Stop.Row;
                case '\\':
                    var command = ReadCommandName();
                    if (command == "end")
                        return Stop.Environment;
                    WriteCommand(line, command);
                    break;
                case '{':
                    line.Append(ReadGroup(isTight: false), AtomKind.Ordinary);
                    break;
                case '^' or '_':
                    WriteScript(line, isSuperscript: c == '^');
                    break;
                case '\'':
                    line.AppendScript("′");
                    break;
                case '~':
                    line.Append(" ", AtomKind.Space);
                    break;
                case var space when char.IsWhiteSpace(space):
                    line.NoteSpace();
                    break;
                default:
                    WriteCharacter(line, c);
                    break;
            }
        }

        return Stop.End;
    }

    private void WriteCharacter(FormulaLine line, char c)
    {
        var next = IsAtEnd ? '\0' : latex[_position];
        if (next == '=' && c is '<' or '>' or ':' && next == '=')
        {
            _position++;
            line.Append(c switch { '<' => "≤", '>' => "≥", _ => ":=" }, AtomKind.Relation);
            return;
        }

        if (char.IsHighSurrogate(c) && char.IsLowSurrogate(next))
        {
            _position++;
            line.Append($"{c}{next}", AtomKind.Ordinary);
            return;
        }

        var (text, kind) = c switch
        {
            '-' => ("−", AtomKind.Binary),
            '+' or '±' or '×' or '÷' or '−' => (c.ToString(), AtomKind.Binary),
            '=' or '<' or '>' or '≤' or '≥' or '≠' or '≈' or '→' or '∈' => (c.ToString(), AtomKind.Relation),
            '(' or '[' => (c.ToString(), AtomKind.Opening),
            ')' or ']' or '!' => (c.ToString(), AtomKind.Closing),
            ',' or ';' or ':' => (c.ToString(), AtomKind.Punctuation),
            _ => (c.ToString(), AtomKind.Ordinary),
        };
        line.Append(text, kind);
    }

    private void WriteScript(FormulaLine line, bool isSuperscript)
    {
        SkipSpace();
        if (IsAtEnd)
            line.Append(isSuperscript ? "^" : "_", AtomKind.Ordinary);
        else
            line.AppendScript(UnicodeScripts.Of(ReadArgument(isTight: true), isSuperscript));
    }

    /// <summary>The command after the backslash: letters, or one other character. White space after letters belongs to the command.</summary>
    private string ReadCommandName()
    {
        var start = _position;
        while (!IsAtEnd && char.IsAsciiLetter(latex[_position]))
            _position++;
        if (_position == start)
        {
            _position += char.IsHighSurrogate(latex[start]) && start + 1 < latex.Length ? 2 : 1;
            return latex[start.._position];
        }

        var name = latex[start.._position];
        if (!IsAtEnd && latex[_position] == '*' && name == "operatorname")
            _position++;
        SkipSpace();
        return name;
    }

    /// <summary>A command's argument: a group, a command with its own arguments, or one character.</summary>
    private string ReadArgument(bool isTight = false)
    {
        SkipSpace();
        if (IsAtEnd || latex[_position] is '}' or '&')
            return "";
        var c = latex[_position++];
        switch (c)
        {
            case '{':
                return ReadGroup(isTight);
            case '\\' when !IsAtEnd:
                var line = new FormulaLine(isTight);
                if (_depth >= MaxDepth)
                    return "\\" + ReadCommandName();
                _depth++;
                WriteCommand(line, ReadCommandName());
                _depth--;
                return line.ToString();
            default:
                if (char.IsHighSurrogate(c) && !IsAtEnd)
                    return $"{c}{latex[_position++]}";
                return c switch { '-' => "−", '\'' => "′", _ => c.ToString() };
        }
    }

    /// <summary>Reads a group after its opening brace.</summary>
    private string ReadGroup(bool isTight)
    {
        if (_depth >= MaxDepth)
            return "{" + ReadRawGroup() + "}";
        _depth++;
        var line = new FormulaLine(isTight);
        for (var stop = ReadInto(line); stop is not (Stop.Brace or Stop.End); stop = ReadInto(line))
        {
            if (stop == Stop.Environment)
                line.Append($"\\end{ReadRawArgument()}", AtomKind.Ordinary);
            else
                line.Append(stop == Stop.Row ? RowSeparator : " ", AtomKind.Space);
        }

        _depth--;
        return line.ToString().Trim();
    }

    /// <summary>Unconverted characters for texts and names, without the surrounding braces.</summary>
    private string ReadRaw()
    {
        SkipSpace();
        if (IsAtEnd)
            return "";
        if (latex[_position] != '{')
            return ReadArgument();
        _position++;
        return ReadRawGroup();
    }

    private string ReadRawArgument() => IsAtEnd || latex[_position] != '{' ? "" : "{" + ReadRaw() + "}";

    private string ReadRawGroup()
    {
        var start = _position;
        for (var open = 1; !IsAtEnd; _position++)
        {
            if (latex[_position] == '\\' && _position + 1 < latex.Length)
                _position++;
            else if (latex[_position] == '{')
                open++;
            else if (latex[_position] == '}' && --open == 0)
                return latex[start.._position++];
        }

        _position = latex.Length;
        return latex[start..];
    }

    private string? ReadOptional()
    {
        SkipSpace();
        if (IsAtEnd || latex[_position] != '[')
            return null;
        var end = latex.IndexOf(']', _position);
        if (end < 0)
            return null;
        var text = latex[(_position + 1)..end];
        _position = end + 1;
        return text;
    }

    /// <summary>Skips the spacing after a row: <c>\\[2pt]</c>.</summary>
    private void SkipOptional()
    {
        if (!IsAtEnd && latex[_position] == '[' && latex.IndexOf(']', _position) is > 0 and var end && end - _position < 10)
            _position = end + 1;
    }

    private void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(latex[_position]))
            _position++;
    }
}
