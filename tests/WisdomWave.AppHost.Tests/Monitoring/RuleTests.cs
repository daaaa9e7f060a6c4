using System.Text.RegularExpressions;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Monitoring;

/// <summary>The recording and alert rules, run by Prometheus' own tool.</summary>
public sealed partial class RuleTests
{
    private static readonly string Rules = Path.Combine(Repository.Root, "WisdomWave.AppHost", "Monitoring", "prometheus", "rules.yml");

    private static readonly string Tests = Path.Combine(Repository.Root, "tests", "WisdomWave.AppHost.Tests", "Monitoring", "Rules");

    private static readonly IReadOnlyList<string> AlertNames = [.. Alert().Matches(File.ReadAllText(Rules)).Select(match => match.Groups[1].Value)];

    public static TheoryData<string> Alerts => [.. AlertNames];

    [Fact]
    public async Task PrometheusAcceptsTheRules()
    {
        SkipWithoutTool();
        var run = await Command.RunAsync("promtool", ["check", "rules", Rules]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task EveryAlertFiresAndStaysSilent(string alert)
    {
        var file = Path.Combine(Tests, $"{alert}.yml");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("name: fires\n", text, StringComparison.Ordinal);
        Assert.Contains("name: stays silent\n", text, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(text, @"exp_alerts: \[\]"));
        Assert.Equal(2, Regex.Count(text, $"alertname: {alert}\n"));

        SkipWithoutTool();
        var run = await Command.RunAsync("promtool", ["test", "rules", file]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    [Fact]
    public void EveryTestIsOfAnAlertThatExists() =>
        Assert.Equal(AlertNames.Order(StringComparer.Ordinal), Directory.EnumerateFiles(Tests).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    /// <summary>The boards and the messages link to <c>docs/operations.md#botnotreceiving</c>.</summary>
    [Fact]
    public void EveryAlertHasAHeadingInTheRunbookAndTheOtherWayRound()
    {
        var runbook = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        var section = runbook[runbook.IndexOf("\n## Alerts\n", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", 5, StringComparison.Ordinal)];
        Assert.Equal(AlertNames, Heading().Matches(section).Select(match => match.Groups[1].Value));
        Assert.Equal(AlertNames.Select(name => $"docs/operations.md#{name.ToLowerInvariant()}"), Runbook().Matches(File.ReadAllText(Rules)).Select(match => match.Groups[1].Value));
    }

    private static void SkipWithoutTool() =>
        Assert.SkipWhen(Programs.OnPath("promtool") is null, "Needs promtool, which comes with Prometheus: apt-get install prometheus, then run this test again.");

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"runbook: (\S+)")]
    private static partial Regex Runbook();

    [GeneratedRegex(@"^### (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
