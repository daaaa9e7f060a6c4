using System.Text.RegularExpressions;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Intake.Limits;

public sealed partial class DashboardTests
{
    /// <summary>A refusal that the rules do not list would count as a failed turn, on the boards and for the alert ManyTurnsFail.</summary>
    [Fact]
    public void TheRulesDistinguishRefusalsFromFailures()
    {
        var rules = File.ReadAllText(Path.Combine(Repository.Root, "WisdomWave.AppHost/Monitoring/prometheus/rules.yml"));
        var refusals = string.Join('|', DialogMetrics.Refusals);

        // The failed turns, and all turns of their share.
        Assert.Equal([$"answered|command|{refusals}", $"command|{refusals}"], Outcomes().Matches(rules).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex("""wisdomwave_turns_total\{outcome!~"([^"]*)"\}""")]
    private static partial Regex Outcomes();
}
