using System.Text.RegularExpressions;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Intake.Limits;

public sealed partial class DashboardTests
{
    /// <summary>A refusal that the dashboard does not list would count as a failed turn.</summary>
    [Fact]
    public void TheDashboardDistinguishesRefusalsFromFailures()
    {
        var board = File.ReadAllText(Path.Combine(Repository.Root, "WisdomWave.AppHost/Monitoring/grafana/dashboards/wisdomwave.json"));
        var refusals = string.Join('|', DialogMetrics.Refusals);

        // The numerator and denominator of the answered share, and the panel of refusals.
        Assert.Equal(["!~", "!~", "=~"], Outcomes().Matches(board).Where(match => match.Groups[2].Value.EndsWith(refusals, StringComparison.Ordinal)).Select(match => match.Groups[1].Value));
        Assert.Equal(3, Outcomes().Count(board));
    }

    // In JSON: wisdomwave_turns_total{outcome!~\"answered|…\"}
    [GeneratedRegex("""wisdomwave_turns_total\{outcome(=~|!~)\\"([^\\]*)\\"\}""")]
    private static partial Regex Outcomes();
}
