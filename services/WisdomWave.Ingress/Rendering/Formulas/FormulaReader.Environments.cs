namespace WisdomWave.Ingress.Rendering.Formulas;

internal sealed partial class FormulaReader
{
    private void WriteEnvironment(FormulaLine line)
    {
        var name = ReadRaw();
        var (open, close, kind) = name.TrimEnd('*') switch
        {
            "matrix" or "smallmatrix" or "bmatrix" => ("[", "]", LayoutKind.Matrix),
            "array" => ("", "", LayoutKind.Matrix),
            "pmatrix" => ("(", ")", LayoutKind.Matrix),
            "Bmatrix" => ("{", "}", LayoutKind.Matrix),
            "vmatrix" => ("|", "|", LayoutKind.Matrix),
            "Vmatrix" => ("‖", "‖", LayoutKind.Matrix),
            "cases" or "dcases" => ("{ ", "", LayoutKind.Matrix),
            "rcases" => ("", " }", LayoutKind.Matrix),
            "align" or "aligned" or "alignat" or "gather" or "gathered" or "equation" or "split" or "multline" or "eqnarray" or "displaymath" or "math" =>
                ("", "", LayoutKind.Rows),
            _ => ("", "", LayoutKind.Unknown),
        };
        if (kind == LayoutKind.Unknown || _depth >= MaxDepth)
        {
            line.Append($"\\begin{{{name}}}", AtomKind.Ordinary);
            return;
        }

        // The column specification of an array or the column count of an alignat.
        if (name.TrimEnd('*') is "array" or "alignat")
            ReadRawArgument();
        _depth++;
        var rows = ReadRows(kind);
        _depth--;
        line.Append(open + string.Join(kind == LayoutKind.Rows ? RowSeparator : "; ", rows) + close, AtomKind.Ordinary);
    }

    private enum LayoutKind
    {
        Unknown,
        Matrix,
        Rows,
    }

    private List<string> ReadRows(LayoutKind kind)
    {
        var rows = new List<string>();
        var cells = new List<string>();
        var cell = new FormulaLine(isTight: false);
        while (true)
        {
            var stop = ReadInto(cell);
            switch (stop)
            {
                case Stop.Brace:
                    cell.Append("}", AtomKind.Ordinary);
                    continue;
                // In aligned rows, & only marks the alignment point.
                case Stop.Cell when kind == LayoutKind.Rows:
                    cell.NoteSpace();
                    continue;
            }

            cells.Add(cell.ToString().Trim());
            cell = new FormulaLine(isTight: false);
            if (stop == Stop.Cell)
                continue;
            if (cells.Exists(text => text.Length > 0))
                rows.Add(string.Join(", ", cells.Where(text => text.Length > 0).Select(text => text.TrimEnd(',', ' '))));
            cells.Clear();
            if (stop == Stop.Row)
                continue;
            if (stop == Stop.Environment)
                ReadRaw();
            return rows;
        }
    }
}
