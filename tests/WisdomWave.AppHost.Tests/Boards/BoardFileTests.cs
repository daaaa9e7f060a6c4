using System.Text.RegularExpressions;
using WisdomWave.AppHost.Boards;

namespace WisdomWave.AppHost.Tests.Boards;

public sealed partial class BoardFileTests
{
    private const string DataSource = "wisdomwave-prometheus";

    public static TheoryData<string> Files => [.. BoardJson.Files];

    [Fact]
    public void EveryFileIsABoardOfThePage()
    {
        var boards = new BoardFiles(Path.GetFullPath("../../..", BoardJson.Folder), new Ports()).All;
        Assert.Equal(BoardJson.Files, boards.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["wisdomwave-bots", "wisdomwave-answers", "wisdomwave-system"], boards.Values.Select(BoardFiles.UidOf));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryPanelIsTitledByTheQuestionThatItAnswersAndSaysWhatItShows(string file) => Assert.All(
        BoardJson.Read(file).GetProperty("panels").EnumerateArray(),
        panel =>
        {
            Assert.Matches(@"^[A-Z].+\?$", panel.GetProperty("title").GetString());
            if (panel.GetProperty("type").GetString() != "row")
                Assert.Matches(@"^[A-Z].+\.$", panel.GetProperty("description").GetString());
        });

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryPanelHasAUnitAndSaysWhatItMeansThatThereIsNoData(string file) => Assert.All(
        BoardJson.PanelsOf(BoardJson.Read(file)),
        panel =>
        {
            var field = panel.GetProperty("fieldConfig").GetProperty("defaults");
            Assert.NotEmpty(field.GetProperty("unit").GetString()!);
            Assert.InRange(field.GetProperty("decimals").GetInt32(), 0, 2);
            Assert.NotEmpty(field.GetProperty("noValue").GetString()!);
        });

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryQueryUsesTheOneDataSource(string file)
    {
        var sources = BoardJson.All(BoardJson.Read(file), "datasource").Select(source => source.GetProperty("uid").GetString());
        Assert.Equal([DataSource], sources.Distinct());
        Assert.Contains($"uid: {DataSource}\n", File.ReadAllText(Path.Combine(BoardJson.Folder, "../provisioning/datasources/prometheus.yaml")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryVariableOfAQueryIsAVariableOfTheBoard(string file)
    {
        var board = BoardJson.Read(file);
        var variables = board.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()!);
        var used = BoardJson.All(board, "expr").SelectMany(query => Variable().Matches(query.GetString()!)).Select(match => match.Groups[1].Value)
            .Where(name => !name.StartsWith("__", StringComparison.Ordinal));
        Assert.Equal(variables.Order(StringComparer.Ordinal), used.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryBoardLinksToTheOthersToTheTracesAndToTheRunbook(string file)
    {
        var links = BoardJson.Read(file).GetProperty("links").EnumerateArray().ToList();
        Assert.Contains(links, link => link.GetProperty("type").GetString() == "dashboards" && link.GetProperty("tags")[0].GetString() == "wisdomwave");
        Assert.Superset(
            new HashSet<string> { "http://localhost:15100/traces", "http://localhost:15101/docs/operations.md#alerts" },
            links.Where(link => link.TryGetProperty("url", out _)).Select(link => link.GetProperty("url").GetString()!).ToHashSet());
    }

    [Fact]
    public void LinksHaveThePortsOfThisStart()
    {
        var folder = Path.GetFullPath("../../..", BoardJson.Folder);
        Assert.All(new BoardFiles(folder, new Ports { Dashboard = 1, Boards = 2 }).All.Values, board =>
        {
            Assert.Contains("\"http://localhost:1/traces\"", board, StringComparison.Ordinal);
            Assert.Contains("\"http://localhost:2/docs/operations.md#alerts\"", board, StringComparison.Ordinal);
            Assert.DoesNotContain("localhost:151", board, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task GrafanaGetsCopiesWithoutBoardsOfEarlierVersions()
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "wisdomwave.json"), "{}", TestContext.Current.CancellationToken);

        await new BoardFiles(Path.GetFullPath("../../..", BoardJson.Folder), new Ports()).WriteToAsync(folder, TestContext.Current.CancellationToken);

        Assert.Equal(BoardJson.Files, Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"\$\{?(\w+)")]
    private static partial Regex Variable();
}
