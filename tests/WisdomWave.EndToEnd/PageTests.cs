using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace WisdomWave.EndToEnd;

public sealed class PageTests(PlaygroundApplication application)
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task AQuestionTypedOnThePageIsAnsweredThere()
    {
        Assert.SkipUnless(File.Exists(Chromium), "Needs a browser: apt-get install chromium, then run this test again.");

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
        var page = await browser.NewPageAsync(new() { Locale = "en-US" });
        await page.GotoAsync(application.Application.Find("Chat page")!.ToString());

        await page.GetByTestId("composer-input").FillAsync("Show me a code example in C#");
        await page.Keyboard.PressAsync("Enter");

        var answer = page.Locator("[data-testid=message]").Last;
        await Assertions.Expect(answer.Locator("pre code")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(answer).ToContainTextAsync(new Regex("Console", RegexOptions.IgnoreCase), new() { Timeout = 20_000 });
    }
}
