using System.Text.Json;
using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd.Boards;

/// <summary>The page of the boards in a browser.</summary>
public sealed class BoardPageTests(PlaygroundApplication application, Browser browser) : SharedApplicationTest(application)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly string[] Boards = ["bots", "answers", "system"];

    [Theory]
    [InlineData("bots")]
    [InlineData("answers")]
    [InlineData("system")]
    public async Task EveryPanelShowsItsData(string board)
    {
        SkipWithoutPrograms();
        await BoardTraffic.AskAsync(Playground, $"What does the board {board} show?", Token);

        await browser.OpenAsync(await AddressAsync(board), async page =>
        {
            await Assertions.Expect(page.Locator("[data-state=ready]")).ToHaveCountAsync(PanelsOf(board).Count);
            await Assertions.Expect(page.Locator("[data-state=error]")).ToHaveCountAsync(0);
            await Assertions.Expect(page.Locator("#notice")).ToBeHiddenAsync();

            var picture = await page.ScreenshotAsync();
            if (board == "bots" && Environment.GetEnvironmentVariable(Browser.UpdatePictures) is { Length: > 0 })
                await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "board.png"), picture, Token);
        });
    }

    [Fact]
    public async Task TheBotAndTheTimeRangeAreChosenOnThePageAndKeptInItsAddress()
    {
        SkipWithoutPrograms();
        await browser.OpenAsync(await AddressAsync("bots"), async page =>
        {
            await Assertions.Expect(page.Locator("#var-bot option[value=bot]")).ToHaveCountAsync(1);
            var asked = page.WaitForRequestAsync(request => request.Url.Contains("query_range", StringComparison.Ordinal) && Uri.UnescapeDataString(request.Url).Contains("bot=~\"bot\"", StringComparison.Ordinal));
            await page.Locator("#var-bot").SelectOptionAsync("bot");
            await asked;
            await page.Locator("#range").SelectOptionAsync("21600");
            await page.Locator("#refresh").SelectOptionAsync("0");

            await page.ReloadAsync();
            await Assertions.Expect(page.Locator("#var-bot")).ToHaveValueAsync("bot");
            await Assertions.Expect(page.Locator("#range")).ToHaveValueAsync("21600");
            await Assertions.Expect(page.Locator("#refresh")).ToHaveValueAsync("0");
        });
    }

    [Fact]
    public async Task ThePageAsksAgainByItself()
    {
        SkipWithoutPrograms();
        await browser.OpenAsync(await AddressAsync("system?refresh=5"), async page =>
        {
            // Each round counts itself.
            await Assertions.Expect(page.Locator("body[data-refreshed='1']")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator("body[data-refreshed='2']")).ToHaveCountAsync(1);
        });
    }

    [Fact]
    public async Task WithoutPrometheusThePageSaysInOneSentenceWhatToDo()
    {
        const string sentence = "Prometheus is not installed: install it.";
        Browser.SkipIfMissing();
        await browser.OpenAsync(await AddressAsync("bots"), async page =>
        {
            await page.RouteAsync("**/board/prometheus/**", route => route.FulfillAsync(new() { Status = 503, Body = sentence }));
            await page.ReloadAsync();
            await Assertions.Expect(page.Locator("#notice")).ToHaveTextAsync(sentence);
            await Assertions.Expect(page.GetByText(sentence)).ToHaveCountAsync(1);
        });
    }

    [Fact]
    public async Task ThePageDrawsExactlyTheTypesOfPanelsThatTheBoardsHave()
    {
        Browser.SkipIfMissing();
        var used = Boards.SelectMany(TypesOf).Append("row").Distinct().Order(StringComparer.Ordinal);
        await browser.OpenAsync(await AddressAsync("bots"), async page =>
        {
            var known = await page.EvaluateAsync<string[]>("async () => (await import('/board/files/js/panel.js')).knownTypes");
            Assert.Equal(used, known.Order(StringComparer.Ordinal));
        });
    }

    private async Task<Uri> AddressAsync(string board) => new($"{await Application.LinkOfAsync("boards")}/wisdomwave-{board}");

    private void SkipWithoutPrograms()
    {
        Browser.SkipIfMissing();
        Assert.SkipWhen(Application.AddressOf("prometheus") is null, "Needs Prometheus: apt-get install prometheus, then run this test again.");
    }

    private static IReadOnlyList<string> PanelsOf(string board) => [.. TypesOf(board).Where(type => type != "row")];

    private static IReadOnlyList<string> TypesOf(string board)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, $"WisdomWave.AppHost/Monitoring/grafana/dashboards/{board}.json")));
        return [.. json.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("type").GetString()!)];
    }
}
