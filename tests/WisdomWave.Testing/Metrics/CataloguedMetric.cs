using System.Text.RegularExpressions;

namespace WisdomWave.Testing.Metrics;

/// <summary>A row of the tables in docs/metrics.md.</summary>
/// <param name="Section">The heading above the table.</param>
/// <param name="Name">The name in Prometheus.</param>
/// <param name="Instrument">The name of the instrument.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Unit">Empty for none.</param>
/// <param name="Labels">In alphabetical order, separated by commas.</param>
public sealed record CataloguedMetric(string Section, string Name, string Instrument, string Type, string Unit, string Labels)
{
    private const string EveryService = "Every service";

    private static readonly string Catalogue = Path.Combine(Repository.Root, "docs", "metrics.md");

    private static readonly HashSet<string> NotFromZero = ReadNotFromZero();

    /// <summary>The instrument as it is created.</summary>
    public string Created => $"{Instrument} {Type} {Unit}".TrimEnd();

    /// <summary>The metric as it is exported.</summary>
    public string Exported => $"{Name} {Type} {Labels}".TrimEnd();

    /// <summary>The name that the exporter derives from instrument, type and unit.</summary>
    public string DerivedName
    {
        get
        {
            var name = Instrument.Replace('.', '_').Replace('-', '_');
            var unit = Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
            return $"{name}{(name.EndsWith(unit, StringComparison.Ordinal) ? "" : unit)}{(Type == "counter" ? "_total" : "")}";
        }
    }

    /// <summary>All rows of the catalogue.</summary>
    public static IReadOnlyList<CataloguedMetric> All { get; } = Read(File.ReadAllLines(Catalogue));

    /// <param name="service">A heading of the catalogue: <c>Ingress</c>, <c>Dialog</c> or <c>Completion</c>.</param>
    /// <returns>Its metrics, and those that every service has.</returns>
    public static IEnumerable<CataloguedMetric> Of(string service) => All.Where(metric => metric.Section == service || metric.Section == EveryService);

    /// <summary>The service's own counters, except those that the catalogue's introduction says do not start at zero.</summary>
    public static IEnumerable<CataloguedMetric> CountersOf(string service) =>
        All.Where(metric => metric.Section == service && metric.Type == "counter" && !NotFromZero.Contains(metric.Name));

    // - Counters start at zero, … except `wisdomwave_telegram_requests_total`, …
    private static HashSet<string> ReadNotFromZero()
    {
        const string bullet = "\n- Counters start at zero";
        var text = File.ReadAllText(Catalogue);
        var start = text.IndexOf(bullet, StringComparison.Ordinal);
        return [.. Regex.Matches(text[start..text.IndexOf("\n- ", start + bullet.Length, StringComparison.Ordinal)], "`(wisdomwave_[a-z_]+)`").Select(match => match.Groups[1].Value)];
    }

    // | `wisdomwave_turns_total` | `wisdomwave.turns` | counter | {turn} | bot, outcome | Turns that ended. |
    private static List<CataloguedMetric> Read(string[] lines)
    {
        var (section, metrics) = ("", new List<CataloguedMetric>());
        foreach (var line in lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line[3..];
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells is ["", ['`', ..] name, ['`', ..] instrument, var type, var unit, var labels, not "", ""])
                metrics.Add(new(section, name.Trim('`'), instrument.Trim('`'), type, unit, string.Join(',', labels.Split(", ").Order(StringComparer.Ordinal))));
        }

        return metrics;
    }
}
