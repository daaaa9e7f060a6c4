using System.Globalization;
using System.Text;

namespace WisdomWave.EndToEnd.Traces;

/// <summary>Writes a trace as indented lines: service, name, our own attributes, links. Siblings are in the order of their text.</summary>
internal static class SpanTree
{
    private const string Ours = "wisdomwave.";

    /// <summary>Differ from run to run.</summary>
    private static readonly string[] Ids = ["wisdomwave.turn.id", "wisdomwave.update.id"];

    public static string Of(IReadOnlyList<ExportedSpan> trace)
    {
        var ids = trace.Select(span => span.Id).ToHashSet();
        var children = trace.ToLookup(span => ids.Contains(span.ParentId) ? span.ParentId : "");
        return string.Concat(children[""].Select(span => Of(span, children, "")).Order(StringComparer.Ordinal));
    }

    private static string Of(ExportedSpan span, ILookup<string, ExportedSpan> children, string indent)
    {
        var text = new StringBuilder($"{indent}{span.Service.Replace("WisdomWave.", "", StringComparison.Ordinal).ToLowerInvariant()}: {span.Name}");
        foreach (var (key, value) in span.Attributes.Where(pair => pair.Key.StartsWith(Ours, StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!Ids.Contains(key))
                text.Append(CultureInfo.InvariantCulture, $" {key[Ours.Length..]}={value}");
        }

        text.Append(span.IsFailed ? " failed" : "").Append(span.Links.Count > 0 ? $" links={span.Links.Count}" : "").Append('\n');
        foreach (var child in children[span.Id].Select(child => Of(child, children, indent + "  ")).Order(StringComparer.Ordinal))
            text.Append(child);
        return text.ToString();
    }
}
