using System.Globalization;
using System.Text.RegularExpressions;

namespace WisdomWave.Testing.Metrics;

/// <summary>What a service's <c>/metrics</c> says at one moment.</summary>
public sealed partial class Scrape
{
    private readonly Dictionary<string, string> _types = [];
    private readonly List<Series> _series = [];

    /// <param name="text">Prometheus' text format or OpenMetrics: <c>name{label="value",…} 12.5 1790000000000</c>, one a line, and comments.</param>
    public Scrape(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                _types[line.Split(' ')[2]] = line.Split(' ')[3];
            else if (SeriesLine().Match(line) is { Success: true } match)
                _series.Add(new(match.Groups[1].Value, LabelsOf(match.Groups[2].Value), double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)));
        }
    }

    public static async Task<Scrape> OfAsync(HttpClient http, CancellationToken cancellationToken) =>
        new(await http.GetStringAsync("/metrics", cancellationToken));

    /// <summary>All metrics, like <see cref="CataloguedMetric.Exported"/>, in alphabetical order.</summary>
    public IReadOnlyList<string> Metrics =>
        [.. _types.Select(type => $"{NameOf(type.Key, type.Value)} {type.Value} {LabelsOf(type.Key, type.Value)}".TrimEnd()).Order(StringComparer.Ordinal)];

    /// <param name="name">The series, for instance <c>wisdomwave_turn_duration_seconds_count</c>.</param>
    /// <param name="labels">All labels that the series must have, for instance <c>bot="home"</c>.</param>
    /// <returns>The sum of these series; null when there is none.</returns>
    public double? Value(string name, params string[] labels)
    {
        var found = _series.Where(series => series.Name == name && labels.All(series.Labels.Contains)).ToList();
        return found.Count == 0 ? null : found.Sum(series => series.Value);
    }

    /// <summary>The labels of each series of a metric, in alphabetical order.</summary>
    public IReadOnlySet<string> SeriesOf(string name) =>
        _series.Where(series => series.Name == name).Select(series => string.Join(',', series.Labels.Order(StringComparer.Ordinal))).ToHashSet();

    /// <summary>The values of a label in all series of a metric.</summary>
    public IReadOnlySet<string> LabelValues(string name, string label) =>
        _series.Where(series => series.Name == name).SelectMany(series => series.Labels)
            .Where(pair => pair.StartsWith($"{label}=", StringComparison.Ordinal)).Select(pair => pair[(label.Length + 2)..^1]).ToHashSet();

    /// <summary>OpenMetrics names a counter's family without the suffix of its series.</summary>
    private static string NameOf(string family, string type) =>
        type == "counter" && !family.EndsWith("_total", StringComparison.Ordinal) ? $"{family}_total" : family;

    private string LabelsOf(string family, string type)
    {
        string[] names = type == "histogram" ? [$"{family}_bucket", $"{family}_sum", $"{family}_count"] : [NameOf(family, type)];
        return string.Join(',', _series.Where(series => names.Contains(series.Name)).SelectMany(series => series.Labels)
            .Select(label => label[..label.IndexOf('=', StringComparison.Ordinal)])
            .Where(label => label != "le" && !label.StartsWith("otel_scope_", StringComparison.Ordinal))
            .Distinct().Order(StringComparer.Ordinal));
    }

    private static HashSet<string> LabelsOf(string text) => [.. Label().Matches(text).Select(label => label.Value)];

    private sealed record Series(string Name, HashSet<string> Labels, double Value);

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*?)\})? (NaN|[-+]?[0-9][0-9.eE+-]*)(?: |$)""")]
    private static partial Regex SeriesLine();

    // \x22 is a quote, which cannot end a raw string.
    [GeneratedRegex("""[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\.)*\x22""")]
    private static partial Regex Label();
}
