using System.Collections.Immutable;

namespace WisdomWave.Ingress.Rendering;

/// <summary>Brings spans into the order and shape that Telegram expects.</summary>
internal static class FormatSpans
{
    /// <summary>
    /// Sorted by place, longer ones first; nothing but a quote around code; spans of one kind joined where they overlap.
    /// </summary>
    public static ImmutableArray<FormatSpan> Normalize(List<FormatSpan> spans, int textLength)
    {
        if (spans.Count == 0)
            return [];
        var inside = spans.Where(span => span.Offset < textLength && span.Length > 0)
            .Select(span => span with { Length = Math.Min(span.Length, textLength - span.Offset) })
            .ToList();
        var code = inside.Where(span => span.IsCode).OrderBy(span => span.Offset).ToList();
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

        return [.. result.OrderBy(span => span.Offset).ThenByDescending(span => span.Length).ThenBy(span => span.Kind)];
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

    private static IEnumerable<FormatSpan> Without(FormatSpan span, List<FormatSpan> code)
    {
        var start = span.Offset;
        foreach (var hole in code)
        {
            if (hole.End <= start || hole.Offset >= span.End)
                continue;
            if (hole.Offset > start)
                yield return span with { Offset = start, Length = hole.Offset - start };
            start = hole.End;
        }

        if (start < span.End)
            yield return span with { Offset = start, Length = span.End - start };
    }
}
