using Microsoft.Playwright;
using WisdomWave.Testing;

[assembly: AssemblyFixture(typeof(WisdomWave.EndToEnd.Browser))]

namespace WisdomWave.EndToEnd;

/// <summary>The installed chromium, started once for all tests. Each of them gets a context of its own, without the others' cookies.</summary>
public sealed class Browser : IAsyncDisposable
{
    /// <summary>When this variable is set, tests that take a screenshot write it into docs/.</summary>
    public const string UpdatePictures = "WISDOMWAVE_UPDATE_PICTURES";

    private const string Chromium = "/usr/bin/chromium";

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _start = new(StartAsync);

    /// <summary>Skips the test if there is no chromium.</summary>
    public static void SkipIfMissing() => Assert.SkipUnless(File.Exists(Chromium), "Needs a browser: apt-get install chromium, then run this test again.");

    /// <summary>Opens a page, or skips the test if there is no chromium.</summary>
    public async Task OpenAsync(Uri address, Func<IPage, Task> look)
    {
        SkipIfMissing();
        var (_, browser) = await _start.Value;
        await using var context = await browser.NewContextAsync(new() { Locale = "en-US", ViewportSize = new() { Width = 1180, Height = 900 } });
        // Playwright's default limit is too short for a slow machine.
        context.SetDefaultTimeout((float)Eventually.Limit.TotalMilliseconds);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        await look(page);
    }

    public async ValueTask DisposeAsync()
    {
        if (_start is not { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            return;

        var (driver, browser) = await _start.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        // Playwright's default limit is too short for a slow machine.
        Assertions.SetDefaultExpectTimeout((float)Eventually.Limit.TotalMilliseconds);
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Timeout = (float)Eventually.Limit.TotalMilliseconds,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
        return (driver, browser);
    }
}
