namespace WisdomWave.Ingress.Rendering;

/// <summary>What fits into one message.</summary>
/// <param name="Length">UTF-16 units of text.</param>
/// <param name="Spans">Formatted stretches: Telegram drops those over 100 without a word.</param>
/// <param name="SpanBytes">Size of the formatting on the wire: about 9.5 KB is refused.</param>
internal sealed record MessageLimits(int Length, int Spans, int SpanBytes)
{
    public static MessageLimits Telegram { get; } = new(4096, 100, 9000);

    /// <summary>What one span adds: <c>{"type":"strikethrough","offset":4000,"length":4000},</c> and its argument.</summary>
    public static int BytesOf(FormatSpan span) => 64 + 3 * (span.Argument?.Length ?? 0);
}
