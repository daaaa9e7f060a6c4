using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Reads the cells of a workbook (.xlsx, .xlsm, .xlsb, .xls) row by row, separated by tabs.</summary>
internal static class SheetText
{
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        using var workbook = Open(file);
        var text = new BoundedText(bounds.MaxCharacters);
        var hasCells = false;
        do
        {
            text.EndBlock();
            text.Append($"## {workbook.Name}\n");
            while (!text.IsFull && workbook.Read())
            {
                var row = RowOf(workbook);
                if (row.Length == 0)
                    continue;

                hasCells = true;
                text.Append(row);
                text.EndLine();
            }
        }
        while (!text.IsFull && workbook.NextResult());

        return hasCells ? text.End() : throw new DocumentException(DocumentProblem.NoText);
    }

    private static IExcelDataReader Open(Stream file)
    {
        try
        {
            return ExcelReaderFactory.CreateReader(file, new ExcelReaderConfiguration { LeaveOpen = true });
        }
        catch (InvalidPasswordException exception)
        {
            throw new DocumentException(DocumentProblem.Encrypted, exception);
        }
        catch (ExcelReaderException exception)
        {
            throw new DocumentException(DocumentProblem.Corrupt, exception);
        }
    }

    private static string RowOf(IExcelDataReader workbook)
    {
        var row = new StringBuilder();
        var empty = 0;
        for (var column = 0; column < workbook.FieldCount; column++)
        {
            var cell = Cell(workbook.GetValue(column));
            if (cell.Length > 0)
            {
                row.Append('\t', empty).Append(cell);
                empty = 0;
            }

            empty++;
        }

        return row.ToString();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => text.ReplaceLineEndings(" ").Replace('\t', ' '),
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
