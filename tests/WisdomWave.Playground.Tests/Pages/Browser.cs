using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.Playground.Tests.Pages;

/// <summary>Debian's Chromium for the tests of the page, which are skipped without it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Timeout = (float)Eventually.Limit.TotalMilliseconds,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
    }

    public async Task<IPage> OpenAsync(Uri address, string locale = "en-US", int width = 1200)
    {
        Assert.SkipWhen(_browser is null, $"The page is tested in Chromium, which is not installed ({Chromium}); run: apt-get install chromium.");
        var context = await _browser!.NewContextAsync(new() { Locale = locale, ViewportSize = new() { Width = width, Height = 800 } });
        // Playwright's default time limits are too short for a slow machine.
        Assertions.SetDefaultExpectTimeout((float)Eventually.Limit.TotalMilliseconds);
        context.SetDefaultTimeout((float)Eventually.Limit.TotalMilliseconds);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => TestContext.Current.AddWarning($"The page threw: {error}");
        await page.GotoAsync(address.ToString());
        return page;
    }

    /// <summary>Records what the elements with this test ID show, because some disappear again before a slow machine looks.</summary>
    public static Task RecordAsync(IPage page, string testId) => page.EvaluateAsync(
        """
        id => {
          window.shown ??= [];
          const record = () => document.querySelectorAll(`[data-testid=${id}]`).forEach(element => window.shown.push(element.textContent));
          new MutationObserver(record).observe(document.body, { childList: true, subtree: true });
        }
        """,
        testId);

    /// <summary>Waits until a recorded element has shown this text.</summary>
    public static Task HasShownAsync(IPage page, string text) => page.WaitForFunctionAsync("text => window.shown.includes(text)", text);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
