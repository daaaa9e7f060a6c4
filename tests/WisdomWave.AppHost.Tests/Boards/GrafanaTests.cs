using System.Text.Json;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Boards;

/// <summary>The boards and the page compared with Grafana's own code.</summary>
public sealed class GrafanaTests
{
    private static readonly string Units = Path.Combine(Repository.Root, "WisdomWave.AppHost", "Boards", "wwwroot", "js", "units.js");

    [Fact]
    public async Task EveryBoardHasTheTypesOfGrafanasSchema()
    {
        Node.SkipWithoutPackages();
        var checkedBoards = await Node.RunAsync("boards.mjs", BoardJson.Folder);
        Assert.Equal(BoardJson.Files.Count, checkedBoards.GetProperty("boards").GetInt32());
        Assert.Empty(Texts(checkedBoards, "errors"));
    }

    [Fact]
    public async Task ThePageWritesUnitsLikeTheTable()
    {
        Node.SkipIfMissing();
        AssertEqual(await Node.RunAsync("units.mjs", Units));
    }

    [Fact]
    public async Task TheTableIsWhatGrafanaWrites()
    {
        Node.SkipWithoutPackages();
        AssertEqual(await Node.RunAsync("units.mjs", Units, "grafana"));
    }

    [Fact]
    public async Task ThePageKnowsExactlyTheUnitsOfTheBoards()
    {
        Node.SkipIfMissing();
        var known = Texts(await Node.RunAsync("units.mjs", Units), "units");
        var used = BoardJson.Files.SelectMany(file => BoardJson.UnitsOf(BoardJson.Read(file))).Distinct();
        Assert.Equal(used.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    private static void AssertEqual(JsonElement comparison)
    {
        Assert.True(comparison.GetProperty("rows").GetInt32() > 500, "The table has too few rows.");
        Assert.Empty(Texts(comparison, "missing"));
        Assert.Empty(Texts(comparison, "wrong"));
    }

    private static IReadOnlyList<string> Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
