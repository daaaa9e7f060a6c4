using System.Text.Json;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.AppHost.Alerts;

/// <summary>
/// The alerts of the last minute. An alert has ended when none of the last answers had it: a Prometheus that has just started knows no
/// alert yet, and would otherwise end all of them.
/// </summary>
/// <param name="firing">The status of alerts that fire: <see cref="ReportedAlert.Continuing"/> where Alertmanager tells that they begin.</param>
internal sealed class AlertWindow(string firing = ReportedAlert.Firing)
{
    private const int Answers = 4;

    /// <summary>
    /// After so many answers (ten minutes) alerts are reported again, although nothing has changed: somebody may have become the bot's admin
    /// since. Dialog tells each admin once.
    /// </summary>
    internal const int RepeatAfter = 40;

    private readonly Queue<IReadOnlyList<ReportedAlert>> _answers = new();
    private string? _reported;
    private int _sinceReport;

    /// <summary>Adds an answer of Prometheus.</summary>
    /// <param name="answer"><c>{"status":"success","data":{"alerts":[{"labels":{…},"annotations":{…},"state":"firing",…}]}}</c></param>
    /// <returns>The report; null if it was taken a short time ago (<see cref="Reported"/>).</returns>
    public AlertReport? Add(JsonElement answer)
    {
        _answers.Enqueue([.. answer.GetProperty("data").GetProperty("alerts").EnumerateArray().Select(Read)]);
        if (_answers.Count > Answers)
            _answers.Dequeue();

        var alerts = _answers.Reverse().SelectMany(alerts => alerts).DistinctBy(alert => alert.Fingerprint).OrderBy(alert => alert.Fingerprint, StringComparer.Ordinal).ToList();
        var report = new AlertReport(alerts) { IsComplete = _answers.Count == Answers };
        var isDue = ++_sinceReport >= RepeatAfter && alerts.Count > 0;
        return (Key(report) == _reported && !isDue) || (alerts.Count == 0 && !report.IsComplete) ? null : report;
    }

    /// <summary>Notes that the report was taken.</summary>
    public void Reported(AlertReport report) => (_reported, _sinceReport) = (Key(report), 0);

    /// <summary>After a restart of Prometheus, an alert that was firing is pending for a while. It must not end in between.</summary>
    private ReportedAlert Read(JsonElement alert) => new(
        alert.GetProperty("state").GetString() == "firing" ? firing : ReportedAlert.Continuing,
        Texts(alert.GetProperty("labels")),
        Texts(alert.GetProperty("annotations")));

    private static Dictionary<string, string> Texts(JsonElement element) =>
        element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!);

    private static string Key(AlertReport report) =>
        $"{report.IsComplete} {string.Join(' ', report.Alerts.Select(alert => $"{alert.Fingerprint}:{alert.Status}"))}";
}
