using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace WisdomWave.Ingress.Rendering;

/// <summary>A table as monospaced text with aligned columns.</summary>
/// <param name="Width">The width of the widest line, in columns.</param>
internal sealed record TableText(string Text, int Width)
{
    public const string Separator = " │ ";

    public static TableText Of(Table table, Func<ContainerInline, string> plainText)
    {
        var rows = table.OfType<TableRow>()
            .Select(row => row.OfType<TableCell>().Select(cell => OfCell(cell, plainText)).ToArray())
            .Select(LinesOf)
            .ToList();
        var columns = rows.Max(row => row[0].Length);
        var widths = Enumerable.Range(0, columns)
            .Select(column => rows.Max(row => row.Max(line => column < line.Length ? TextWidth.Of(line[column]) : 0)))
            .ToArray();
        var lines = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var line in rows[i])
                AppendLine(lines, line, widths, table.ColumnDefinitions);
            if (i == 0)
                lines.AppendJoin("─┼─", widths.Select(width => new string('─', width))).Append('\n');
        }

        return new(lines.ToString().TrimEnd('\n'), widths.Sum() + Separator.Length * (columns - 1));
    }

    /// <summary>The lines of a row; a cell with <c>&lt;br&gt;</c> has several.</summary>
    private static string[][] LinesOf(string[] cells)
    {
        var split = Array.ConvertAll(cells, cell => cell.Split('\n'));
        return [.. Enumerable.Range(0, split.Max(lines => lines.Length)).Select(line => Array.ConvertAll(split, lines => line < lines.Length ? lines[line] : ""))];
    }

    private static void AppendLine(StringBuilder lines, string[] cells, int[] widths, List<TableColumnDefinition> definitions)
    {
        for (var column = 0; column < widths.Length; column++)
        {
            var text = column < cells.Length ? cells[column] : "";
            var space = widths[column] - TextWidth.Of(text);
            var before = (column < definitions.Count ? definitions[column].Alignment : null) switch
            {
                TableColumnAlign.Right => space,
                TableColumnAlign.Center => space / 2,
                _ => 0,
            };
            lines.Append(column > 0 ? Separator : "").Append(' ', before).Append(text);
            // No trailing spaces.
            if (column < widths.Length - 1)
                lines.Append(' ', space - before);
        }

        lines.Append('\n');
    }

    public static string OfCell(TableCell cell, Func<ContainerInline, string> plainText) =>
        string.Join(' ', cell.OfType<LeafBlock>().Where(leaf => leaf.Inline is not null).Select(leaf => plainText(leaf.Inline!)));
}
