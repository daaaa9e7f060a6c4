using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>The real dashboard, as an operator opens it on a machine without a token or a key.</summary>
[Collection(DashboardApplication.Collection)]
public sealed partial class DashboardTests(DashboardApplication dashboard, Browser browser)
{
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

    private async Task OnTheDashboardAsync(Func<IPage, Task> look)
    {
        Browser.SkipIfMissing();
        await browser.OpenAsync((await dashboard.GetAsync()).Find("Dashboard")!, look);
    }

    // A banner about the development certificate, and the states of a resource that has a problem.
    [GeneratedRegex("certificate|Unhealthy|Degraded|Failed to start|Exited", RegexOptions.IgnoreCase)]
    private static partial Regex ProblemState();
}
