using System.Text.RegularExpressions;

namespace WisdomWave.Dialog.Tests.Intake.Limits;

public sealed partial class BoardTests
{
    /// <summary>A refusal that the board does not know would count as a turn without an answer.</summary>
    [Fact]
    public void TheBoardTellsEveryRefusalFromAFailure()
    {
        var board = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "WisdomWave.AppHost/Monitoring/grafana/dashboards/wisdomwave.json"));
        var refusals = string.Join('|', DialogMetrics.Refusals);

        // The share's two halves, and the panel of the refusals themselves.
        Assert.Equal(["!~", "!~", "=~"], Outcomes().Matches(board).Where(match => match.Groups[2].Value.EndsWith(refusals, StringComparison.Ordinal)).Select(match => match.Groups[1].Value));
        Assert.Equal(3, Outcomes().Count(board));
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "WisdomWave.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    // In JSON: wisdomwave_turns_total{outcome!~\"answered|…\"}
    [GeneratedRegex("""wisdomwave_turns_total\{outcome(=~|!~)\\"([^\\]*)\\"\}""")]
    private static partial Regex Outcomes();
}
