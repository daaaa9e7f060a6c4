using System.Globalization;
using WisdomWave.Contracts;

namespace WisdomWave.Ingress.Rendering;

/// <summary>
/// Splits a rendered text into messages, preferably at the end of a block, then of a line, a sentence, a word, a character. Formatting
/// that spans a split continues in the next message; code blocks keep their language.
/// </summary>
internal static class MessageSplitter
{
    private const string SentenceEnds = ".!?…。！？";
    private const string Closers = "\"'»”’)]】」";

    /// <param name="limits">The limits of each message.</param>
    /// <param name="most">The maximum number of messages; text beyond them is dropped.</param>
    public static IReadOnlyList<FormattedText> Split(FormattedText whole, MessageLimits limits, int most = int.MaxValue)
    {
        var parts = new List<FormattedText>();
        FormatSpan[] code = [.. whole.Spans.Where(span => span.Kind == FormatKind.Pre)];
        var start = SkipSpace(whole, code, 0);
        while (start < whole.Text.Length && parts.Count < most)
        {
            var cut = NextCut(whole, code, start, limits);
            var end = cut;
            while (end > start && char.IsWhiteSpace(whole.Text[end - 1]))
                end--;
            if (end > start)
                parts.Add(whole.Slice(start, end));
            start = SkipSpace(whole, code, cut);
        }

        return parts;
    }

    private static int NextCut(FormattedText whole, FormatSpan[] code, int start, MessageLimits limits)
    {
        var limit = Math.Min(whole.Text.Length, start + limits.Length);
        var spans = 0;
        var bytes = 0;
        foreach (var span in whole.Spans)
        {
            if (span.End <= start)
                continue;
            if (span.Offset >= limit)
                break;
            spans++;
            bytes += MessageLimits.BytesOf(span);
            if ((spans > limits.Spans || bytes > limits.SpanBytes) && span.Offset > start)
            {
                limit = span.Offset;
                break;
            }
        }

        return limit == whole.Text.Length ? limit : BestCut(whole, code, start, limit);
    }

    private static int BestCut(FormattedText whole, FormatSpan[] code, int start, int limit)
    {
        // Do not split near the start: that would leave a short message before a full one.
        var room = limit - start;
        return Last(start + room / 8, i => text(i - 1) == '\n' && i - 2 >= start && text(i - 2) == '\n' && !IsInCode(code, i - 1))
            ?? Last(start + room / 4, i => text(i - 1) == '\n')
            ?? Last(start + room / 4, i => EndsSentence(whole.Text.AsSpan(start, i - 1 - start)))
            ?? Last(start + room / 4, _ => true)
            ?? LastGrapheme(whole.Text, start, limit);

        char text(int index) => whole.Text[index];

        // A split always follows white space.
        int? Last(int floor, Func<int, bool> isBoundary)
        {
            for (var i = limit; i > floor && i > start; i--)
            {
                if (char.IsWhiteSpace(text(i - 1)) && isBoundary(i) && IsSpace(whole.Text, i - 1))
                    return i;
            }

            return null;
        }
    }

    private static bool EndsSentence(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(Closers);
        return !text.IsEmpty && SentenceEnds.Contains(text[^1]);
    }

    private static int LastGrapheme(string text, int start, int limit)
    {
        var cut = start;
        while (cut < limit)
        {
            var next = cut + StringInfo.GetNextTextElementLength(text.AsSpan(cut));
            if (next > limit)
                break;
            cut = next;
        }

        if (cut > start)
            return cut;
        // A grapheme longer than a message, because of its combining marks: only keep surrogate pairs together.
        return Utf16Text.SafeLength(text.AsSpan(start), limit - start) is > 0 and var length ? start + length : limit;
    }

    private static int SkipSpace(FormattedText whole, FormatSpan[] code, int position)
    {
        while (position < whole.Text.Length && IsSpace(whole.Text, position))
        {
            // Keep the indentation of a line of code.
            if (whole.Text[position] != '\n' && IsInCode(code, position))
                break;
            position++;
        }

        return position;
    }

    /// <summary>A space with a combining mark on it is visible, so it does not count as white space.</summary>
    private static bool IsSpace(string text, int position) =>
        char.IsWhiteSpace(text[position]) && StringInfo.GetNextTextElementLength(text.AsSpan(position)) == 1;

    private static bool IsInCode(FormatSpan[] code, int position)
    {
        var next = FormatSpans.FirstBehind(code, position);
        return next < code.Length && code[next].Offset <= position;
    }
}

/// <summary>The limits of one message.</summary>
/// <param name="Length">Text length in UTF-16 units.</param>
/// <param name="Spans">Number of spans; Telegram silently drops those beyond 100.</param>
/// <param name="SpanBytes">Size of the serialized spans; Telegram rejects about 9.5 KB.</param>
internal sealed record MessageLimits(int Length, int Spans, int SpanBytes)
{
    public static MessageLimits Telegram { get; } = new(4096, 100, 9000);

    /// <summary>The serialized size of one span: <c>{"type":"strikethrough","offset":4000,"length":4000},</c> and its argument.</summary>
    public static int BytesOf(FormatSpan span) => 64 + 3 * (span.Argument?.Length ?? 0);
}
