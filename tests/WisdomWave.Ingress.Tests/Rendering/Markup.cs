using System.Text;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Tests.Rendering;

/// <summary>Formatted text in a readable form for comparison: <c>a &lt;b&gt;bold&lt;/b&gt; word</c>.</summary>
internal static class Markup
{
    public static string Of(FormattedText text)
    {
        var result = new StringBuilder();
        for (var i = 0; i <= text.Text.Length; i++)
        {
            foreach (var span in text.Spans.Reverse().Where(span => span.End == i))
                result.Append("</" + Name(span.Kind) + ">");
            foreach (var span in text.Spans.Where(span => span.Offset == i))
                result.Append("<" + Name(span.Kind) + (span.Argument is { } argument ? ":" + argument : "") + ">");
            if (i < text.Text.Length)
                result.Append(text.Text[i]);
        }

        return result.ToString();
    }

    private static string Name(FormatKind kind) => kind switch
    {
        FormatKind.Bold => "b",
        FormatKind.Italic => "i",
        FormatKind.Strikethrough => "s",
        FormatKind.Link => "a",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
