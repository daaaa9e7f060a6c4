using Markdig.Helpers;
using Markdig.Parsers;

namespace WisdomWave.Ingress.Rendering.Parsing;

/// <summary>
/// Limits the work of Markdig's inline parsers per paragraph, heading or table. Some of them look at all preceding text, or search to the
/// end of the text, for every delimiter, so their work is quadratic. Delimiters beyond a limit are plain text. The limits are counts
/// rather than times, so that an answer always renders the same.
/// </summary>
internal sealed class LeafBudget
{
    /// <summary>Enough for a table of 100 rows with five bold cells each.</summary>
    private const int MaxEmphasis = 1000;

    private const int MaxLinks = 300;
    private const int MaxAutoLinks = 300;
    private const int MaxUnclosedCode = 100;

    /// <summary>Markdig fills up short rows, so one long row and many short ones multiply.</summary>
    private const int MaxTableCells = 4000;

    private static readonly object Key = new();

    private readonly Dictionary<string, int> _lastPlaces = new(StringComparer.OrdinalIgnoreCase);
    private int _emphasis;
    private int _links;
    private int _autoLinks;
    private int _unclosedCode;
    private bool? _isTableTooLarge;

    public static LeafBudget Of(InlineProcessor processor)
    {
        if (processor.Block!.GetData(Key) is LeafBudget budget)
            return budget;
        budget = new LeafBudget();
        processor.Block.SetData(Key, budget);
        return budget;
    }

    public bool TakeEmphasis() => ++_emphasis <= MaxEmphasis;

    public bool TakeLink() => ++_links <= MaxLinks;

    public bool TakeAutoLink() => ++_autoLinks <= MaxAutoLinks;

    public bool MayOpenCode => _unclosedCode < MaxUnclosedCode;

    public void NoteUnclosedCode() => _unclosedCode++;

    /// <param name="slice">The text from the first bar of the table on.</param>
    public bool IsTableTooLarge(StringSlice slice) => _isTableTooLarge ??= CellsOf(slice) > MaxTableCells;

    /// <summary>Whether <paramref name="text"/> occurs after the slice's start. Each text is searched only once.</summary>
    public bool Follows(string text, StringSlice slice)
    {
        if (!_lastPlaces.TryGetValue(text, out var place))
        {
            var found = slice.AsSpan().LastIndexOf(text, StringComparison.OrdinalIgnoreCase);
            _lastPlaces[text] = place = found < 0 ? -1 : slice.Start + found;
        }

        return place >= slice.Start;
    }

    private static long CellsOf(StringSlice slice)
    {
        long rows = 0;
        var columns = 1;
        // A one-line paragraph shares the text of the whole answer.
        var start = slice.Start > 0 ? slice.Text.LastIndexOf('\n', slice.Start - 1) + 1 : 0;
        foreach (var line in slice.Text.AsSpan(start, slice.End - start + 1).EnumerateLines())
        {
            rows++;
            columns = int.Max(columns, line.Count('|') + 1);
        }

        return rows * columns;
    }
}
