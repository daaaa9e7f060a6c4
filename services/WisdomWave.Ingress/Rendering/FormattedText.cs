using System.Collections.Immutable;

namespace WisdomWave.Ingress.Rendering;

/// <summary>Text with formatting, for one message or to be split into several. Compared by value.</summary>
internal sealed record FormattedText(string Text, ImmutableArray<FormatSpan> Spans)
{
    public static FormattedText Empty { get; } = new("", []);

    public static FormattedText Plain(string text) => new(text, []);

    /// <summary>The text from <paramref name="start"/> to <paramref name="end"/>, with spans clipped to it.</summary>
    public FormattedText Slice(int start, int end)
    {
        var spans = ImmutableArray.CreateBuilder<FormatSpan>();
        foreach (var span in Spans)
        {
            var from = Math.Max(span.Offset, start);
            var to = Math.Min(span.End, end);
            if (from < to)
                spans.Add(span with { Offset = from - start, Length = to - from });
        }

        return new(Text[start..end], spans.DrainToImmutable());
    }

    public bool Equals(FormattedText? other) => other is not null && Text == other.Text && Spans.AsSpan().SequenceEqual(other.Spans.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Text, Spans.Length);
}

/// <summary>A position in a text that is being built (<see cref="FormattedTextBuilder.Anchor"/>).</summary>
internal sealed class TextAnchor(int position)
{
    public int Position { get; set; } = position;
}
