using System.Collections.Immutable;

namespace WisdomWave.Ingress.Rendering;

/// <summary>Brings spans into the order and shape that Telegram expects.</summary>
internal static class FormatSpans
{
    /// <summary>Sorts by position, longer spans first; removes formatting inside code, except quotes around it; merges overlapping spans of one kind.</summary>
    public static ImmutableArray<FormatSpan> Normalize(List<FormatSpan> spans, int textLength)
    {
        if (spans.Count == 0)
            return [];
        var inside = spans.Where(span => span.Offset < textLength && span.Length > 0)
            .Select(span => span with { Length = Math.Min(span.Length, textLength - span.Offset) })
            .ToList();
        var code = OuterCode(inside);
        var result = new List<FormatSpan>(code);
        foreach (var kind in inside.Where(span => !span.IsCode).GroupBy(span => (span.Kind, span.Argument)))
        {
            foreach (var span in Joined(kind))
            {
                if (span.IsQuote)
                    result.Add(span);
                else
                    result.AddRange(Without(span, code));
            }
        }

        DropInnerQuotes(result);
        return [.. result.OrderBy(span => span.Offset).ThenByDescending(span => span.Length).ThenBy(span => span.Kind)];
    }

    /// <summary>Removes code spans inside other code spans, as produced by tags around Markdown code.</summary>
    public static List<FormatSpan> OuterCode(IEnumerable<FormatSpan> spans)
    {
        var code = new List<FormatSpan>();
        foreach (var span in spans.Where(span => span.IsCode).OrderBy(span => span.Offset).ThenByDescending(span => span.Length))
        {
            if (code.Count == 0 || span.Offset >= code[^1].End)
                code.Add(span);
        }

        return code;
    }

    /// <summary>Telegram does not allow nested quotes.</summary>
    private static void DropInnerQuotes(List<FormatSpan> spans)
    {
        var end = 0;
        var inner = new HashSet<FormatSpan>();
        foreach (var quote in spans.Where(span => span.IsQuote).OrderBy(span => span.Offset).ThenByDescending(span => span.Length))
        {
            if (quote.Offset < end)
                inner.Add(quote);
            else
                end = quote.End;
        }

        if (inner.Count > 0)
            spans.RemoveAll(inner.Contains);
    }

    private static IEnumerable<FormatSpan> Joined(IEnumerable<FormatSpan> spans)
    {
        FormatSpan? open = null;
        foreach (var span in spans.OrderBy(span => span.Offset))
        {
            if (open is { } last && span.Offset < last.End)
            {
                open = last with { Length = Math.Max(last.End, span.End) - last.Offset };
                continue;
            }

            if (open is { } done)
                yield return done;
            open = span;
        }

        if (open is { } rest)
            yield return rest;
    }

    /// <summary>The index of the first code span that ends after the position. Code spans do not overlap, so a binary search works.</summary>
    public static int FirstBehind(IReadOnlyList<FormatSpan> code, int place)
    {
        var (low, high) = (0, code.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (code[middle].End <= place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static IEnumerable<FormatSpan> Without(FormatSpan span, List<FormatSpan> code)
    {
        var start = span.Offset;
        for (var i = FirstBehind(code, start); i < code.Count && code[i].Offset < span.End; i++)
        {
            var hole = code[i];
            if (hole.Offset > start)
                yield return span with { Offset = start, Length = hole.Offset - start };
            start = hole.End;
        }

        if (start < span.End)
            yield return span with { Offset = start, Length = span.End - start };
    }
}
