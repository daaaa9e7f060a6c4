using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>The real dashboard, as an operator opens it on a machine without a token or a key.</summary>
[Collection(DashboardApplication.Collection)]
public sealed partial class DashboardTests(DashboardApplication dashboard, Browser browser)
{
    /// <summary>After this time the page is opened again.</summary>
    private const float SpanLimit = 20_000;

    private static readonly string[] Resources = ["cache", "completion", "dialog", "ingress", "playground", "telegram", "model", "boards"];

    private static readonly (string Resource, string Text)[] Links =
        [("playground", "Chat page"), ("boards", "Boards"), ("ingress", "Health"), ("dialog", "Metrics"), ("completion", "Metrics")];

    [Fact]
    public Task EverythingIsRunningNothingIsRedAndLinksHaveNames() => OnTheDashboardAsync(async page =>
    {
        foreach (var resource in Resources)
            await Dashboard.ExpectRunningAsync(page, resource);
        foreach (var (resource, text) in Links)
            await Assertions.Expect(Dashboard.Row(page, resource).GetByText(text, new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(ProblemState())).ToHaveCountAsync(0);

        var picture = await page.ScreenshotAsync(new() { Clip = new() { Width = 1180, Height = 560 } });
        if (Environment.GetEnvironmentVariable(Browser.UpdatePictures) is { Length: > 0 })
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "dashboard.png"), picture);
    });

    [Theory]
    [InlineData("playground", "Open the chat page")]
    [InlineData("playground", "Reset the playground")]
    [InlineData("playground", "Send a test message")]
    [InlineData("playground", "Make traffic for five minutes")]
    [InlineData("completion", "Clear the response cache")]
    public Task ACommandIsInTheMenuOfItsResource(string resource, string command) =>
        OnTheDashboardAsync(page => Dashboard.FindCommandAsync(page, resource, command));

    [Fact]
    public Task ABackupIsMadeFromTheMenuAndItsSentenceIsShown() => OnTheDashboardAsync(async page =>
    {
        await Dashboard.PressCommandAsync(page, "dialog", "Back up the database now");

        await Assertions.Expect(page.GetByText("The database was backed up to").First).ToBeVisibleAsync();
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(dashboard.DataDirectory, "backups"), "dialog-*.db"));
    });

    [Fact]
    public Task TheTraceOfAnAnswerReadsFromItsUpdateToItsLastSend() => OnTheDashboardAsync(async page =>
    {
        await Dashboard.PressCommandAsync(page, "playground", "Send a test message");
        await Assertions.Expect(page.GetByText("The bot answered after").First).ToBeVisibleAsync();

        // As docs/operations.md says. The spans arrive a moment after the answer.
        var address = new Uri(new Uri(page.Url), $"/traces/detail/{await TraceOfAnAnswerAsync()}").ToString();
        await Eventually.HoldsAsync(
            async () =>
            {
                await page.GotoAsync(address);
                try
                {
                    foreach (var span in (string[])["receive update", "POST /messages", "accept message", "chat gpt-5-mini", "deliver answer", "deliver part 1", "sendMessage"])
                        await page.GetByText(span).First.WaitForAsync(new() { Timeout = SpanLimit });
                    return true;
                }
                catch (TimeoutException)
                {
                    return false;
                }
            },
            "the trace has all its spans");

        var picture = await page.ScreenshotAsync();
        if (Environment.GetEnvironmentVariable(Browser.UpdatePictures) is { Length: > 0 })
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "trace.png"), picture);
    });

    /// <summary>Dialog logs it with the answer: <c>{"@t":"…","@m":"… tokens used: 60 …","@tr":"0af7651916cd43dd8448eb211c80319c",…}</c></summary>
    private Task<string> TraceOfAnAnswerAsync() => Eventually.GetAsync(
        async () =>
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(dashboard.DataDirectory, "logs"), "dialog*.json"))
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream);
                if (AnsweredTrace().Match(await reader.ReadToEndAsync()) is { Success: true } line)
                    return line.Groups[1].Value;
            }

            return null;
        },
        "the log of dialog has the trace of an answer");

    private async Task OnTheDashboardAsync(Func<IPage, Task> look)
    {
        Browser.SkipIfMissing();
        await browser.OpenAsync((await dashboard.GetAsync()).Find("Dashboard")!, look);
    }

    [GeneratedRegex("""tokens used[^\n]*"@tr":"([0-9a-f]{32})""")]
    private static partial Regex AnsweredTrace();

    // A banner about the development certificate, and the states of a resource that has a problem.
    [GeneratedRegex("certificate|Unhealthy|Degraded|Failed to start|Exited", RegexOptions.IgnoreCase)]
    private static partial Regex ProblemState();
}
