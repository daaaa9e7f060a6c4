using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace WisdomWave.Ingress.Rendering;

internal sealed partial class MarkdownRenderer
{
    // Columns of monospaced text that fit on a phone without wrapping.
    private const int MaxTableWidth = 40;

    private void WriteTable(Table table)
    {
        _isInTable = true;
        // Links do not work in monospaced text.
        if (!table.Descendants<LinkInline>().Any() && TableText.Of(table, PlainText) is { Width: <= MaxTableWidth } lines)
            _builder.AppendCode(lines.Text, language: null);
        else
            WriteRecords(table);
        _isInTable = false;
    }

    /// <summary>Writes each row as lines of "heading: value".</summary>
    private void WriteRecords(Table table)
    {
        var headings = table.OfType<TableRow>().Where(row => row.IsHeader).SelectMany(row => row.OfType<TableCell>()).Select(CellText).ToList();
        var rows = table.OfType<TableRow>().Where(row => !row.IsHeader).ToList();
        if (rows.Count == 0)
        {
            foreach (var heading in headings)
                WriteRecordLine(heading, value: null);
        }

        foreach (var row in rows)
        {
            _builder.Break(2);
            var cells = row.OfType<TableCell>().ToList();
            for (var i = 0; i < cells.Count; i++)
            {
                if (CellText(cells[i]).Length > 0)
                    WriteRecordLine(i < headings.Count ? headings[i] : "", cells[i]);
            }
        }
    }

    private void WriteRecordLine(string heading, TableCell? value)
    {
        _builder.Break(1);
        if (heading.Length > 0)
        {
            var start = _builder.Length;
            _builder.Append(value is null ? heading : heading + ":");
            _builder.Close(FormatKind.Bold, start);
            if (value is not null)
                _builder.Append(" ");
        }

        foreach (var leaf in value?.OfType<LeafBlock>() ?? [])
            WriteInlines(leaf);
    }

    private static string CellText(TableCell cell) => TableText.OfCell(cell, PlainText).ReplaceLineEndings(" ");
}
