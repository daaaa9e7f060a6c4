using System.Globalization;

namespace WisdomWave.Load.Measuring;

/// <summary>A service's <c>/metrics</c> at one moment.</summary>
internal sealed class MetricsText
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    /// <param name="text"><c>name{label="value",…} 12.5 1790000000000</c>, one a line, and comments.</param>
    public MetricsText(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] == '#')
                continue;
            var labelsEnd = line.LastIndexOf('}');
            var nameEnd = line.IndexOfAny('{', ' ');
            var rest = line[(labelsEnd > 0 ? labelsEnd + 1 : nameEnd)..].Trim();
            var value = rest.IndexOf(' ') is > 0 and var end ? rest[..end] : rest;
            if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                _samples.Add((line[..nameEnd].ToString(), labelsEnd > 0 ? line[(nameEnd + 1)..labelsEnd].ToString() : "", number));
        }
    }

    /// <summary>The sum over all labels that have this text in them; null when there is no such metric.</summary>
    public double? Sum(string name, string label = "")
    {
        var found = _samples.Where(sample => sample.Name == name && sample.Labels.Contains(label, StringComparison.Ordinal)).ToList();
        return found.Count == 0 ? null : found.Sum(sample => sample.Value);
    }

    /// <summary>Recordings of all histograms.</summary>
    public double HistogramRecords() => _samples.Where(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal)).Sum(sample => sample.Value);

    /// <summary>Requests that the service has answered, by method, route and version of HTTP.</summary>
    public Dictionary<string, double> RequestsByRoute() =>
        SumBy("http_server_request_duration_seconds_count", labels =>
            $"{Label(labels, "http_request_method")} {Label(labels, "http_route")} HTTP/{Label(labels, "network_protocol_version")}");

    /// <summary>Exceptions that were thrown, by type.</summary>
    public Dictionary<string, double> ExceptionsByType() => SumBy("dotnet_exceptions_total", labels => Label(labels, "error_type"));

    private Dictionary<string, double> SumBy(string metric, Func<string, string> nameOf)
    {
        var sums = new Dictionary<string, double>();
        foreach (var (name, labels, value) in _samples)
        {
            if (name == metric)
                sums[nameOf(labels)] = sums.GetValueOrDefault(nameOf(labels)) + value;
        }

        return sums;
    }

    private static string Label(string labels, string name)
    {
        var start = labels.IndexOf($"{name}=\"", StringComparison.Ordinal);
        if (start < 0)
            return "";
        start += name.Length + 2;
        return labels[start..labels.IndexOf('"', start)];
    }
}
