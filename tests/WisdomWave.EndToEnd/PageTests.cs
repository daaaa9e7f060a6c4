using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

public sealed class PageTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Set, the picture of the README is taken anew.</summary>
    private const string UpdatePictures = "WISDOMWAVE_UPDATE_PICTURES";

    /// <summary>In milliseconds, as Playwright takes it.</summary>
    private static readonly float Limit = (float)Eventually.Limit.TotalMilliseconds;

    private static readonly string[] Formatting = ["strong", "em", "pre code", "blockquote", "a[href]"];

    [Fact]
    public Task AQuestionTypedOnThePageIsAnsweredThere() => OnThePageAsync(async page =>
    {
        await AskAsync(page, "Show me a code example in C#");

        var answer = page.Locator("[data-testid=message]").Last;
        await Assertions.Expect(answer.Locator("pre code")).ToBeVisibleAsync(new() { Timeout = Limit });
        await Assertions.Expect(answer).ToContainTextAsync(new Regex("Console", RegexOptions.IgnoreCase), new() { Timeout = Limit });
    });

    [Fact]
    public Task ARichAnswerIsShownWithItsFormattingAndButtons() => OnThePageAsync(async page =>
    {
        await AskAsync(page, "Please show markdown");

        var answer = page.Locator("[data-testid=message]").Last;
        foreach (var part in Formatting)
            await Assertions.Expect(answer.Locator(part).First).ToBeVisibleAsync(new() { Timeout = Limit });
        await Assertions.Expect(answer.GetByRole(AriaRole.Button, new() { Name = "🔄" })).ToBeVisibleAsync(new() { Timeout = Limit });

        var picture = await page.ScreenshotAsync();
        if (Environment.GetEnvironmentVariable(UpdatePictures) is { Length: > 0 })
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "chat.png"), picture);
    });

    private static async Task AskAsync(IPage page, string question)
    {
        await page.GetByTestId("composer-input").FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task OnThePageAsync(Func<IPage, Task> look)
    {
        Assert.SkipUnless(File.Exists(Chromium), "Needs a browser: apt-get install chromium, then run this test again.");

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
        var page = await browser.NewPageAsync(new() { Locale = "en-US", ViewportSize = new() { Width = 1180, Height = 900 } });
        await page.GotoAsync(Shared.Application.AddressOf("playground")!.ToString());

        // Before it knows its chats the page has nowhere to send to.
        await Assertions.Expect(page.GetByText("bot · online")).ToBeVisibleAsync(new() { Timeout = Limit });
        await look(page);
    }
}
