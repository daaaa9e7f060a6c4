using System.Text.Json;
using System.Text.Json.Serialization;

namespace WisdomWave.Load.Reporting;

/// <summary>The result of one command: what was measured, where, and under which load.</summary>
internal sealed record Report
{
    public required DateTimeOffset At { get; init; }

    public required string Machine { get; init; }

    public List<ScenarioReport> Scenarios { get; init; } = [];

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, ReportJson.Default.Report));

    public static Report Read(string file) => JsonSerializer.Deserialize(File.ReadAllText(file), ReportJson.Default.Report)!;
}

/// <summary>One scenario's part of a report.</summary>
internal sealed record ScenarioReport
{
    public required string Name { get; init; }

    /// <summary>The load average of the whole machine over the last minute.</summary>
    public required double LoadBefore { get; init; }

    public required double LoadAfter { get; init; }

    public Dictionary<string, string> Settings { get; init; } = [];

    public List<WindowReport> Windows { get; init; } = [];

    public List<Measure> Measures { get; init; } = [];
}

/// <summary>One line of the progress of a run.</summary>
internal sealed record WindowReport(
    double Seconds, double TurnsPerSecond, double? P50, double? P95, double? P99, double Longest, double CpuPerTurn, long Waiting, bool IsSteady);

/// <summary>One figure.</summary>
/// <param name="Name">What is measured: "CPU".</param>
/// <param name="Of">A part of it: a process, a command, a route; null for the total.</param>
/// <param name="Value">Null if it could not be measured.</param>
/// <param name="Unit">"ms/turn".</param>
/// <param name="Note">Why there is no value.</param>
internal sealed record Measure(string Name, string? Of, double? Value, string Unit, string? Note = null);

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
