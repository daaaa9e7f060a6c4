using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>Opens a page in the installed chromium, or skips the test if there is none.</summary>
internal static class Browser
{
    /// <summary>When this variable is set, tests that take a screenshot write it into docs/.</summary>
    public const string UpdatePictures = "WISDOMWAVE_UPDATE_PICTURES";

    private const string Chromium = "/usr/bin/chromium";

    public static async Task OpenAsync(Uri address, Func<IPage, Task> look)
    {
        Assert.SkipUnless(File.Exists(Chromium), "Needs a browser: apt-get install chromium, then run this test again.");

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Timeout = (float)Eventually.Limit.TotalMilliseconds,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
        var page = await browser.NewPageAsync(new() { Locale = "en-US", ViewportSize = new() { Width = 1180, Height = 900 } });
        // Playwright's default limits are too short for a slow machine.
        Assertions.SetDefaultExpectTimeout((float)Eventually.Limit.TotalMilliseconds);
        page.SetDefaultTimeout((float)Eventually.Limit.TotalMilliseconds);
        await page.GotoAsync(address.ToString());
        await look(page);
    }
}
