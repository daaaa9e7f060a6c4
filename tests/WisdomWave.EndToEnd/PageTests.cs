using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

public sealed class PageTests(PlaygroundApplication application, Browser browser) : SharedApplicationTest(application)
{
    private static readonly string[] Formatting = ["strong", "em", "pre code", "blockquote", "a[href]"];

    [Fact]
    public Task AQuestionTypedOnThePageIsAnsweredThere() => OnThePageAsync(async page =>
    {
        var answer = await AskAsync(page, "Show me a code example in C#");

        await Assertions.Expect(answer.Locator("pre code")).ToBeVisibleAsync();
        await Assertions.Expect(answer).ToContainTextAsync(new Regex("Console", RegexOptions.IgnoreCase));
    });

    [Fact]
    public Task ARichAnswerIsShownWithItsFormattingAndButtons() => OnThePageAsync(async page =>
    {
        var answer = await AskAsync(page, "Please show markdown");

        foreach (var part in Formatting)
            await Assertions.Expect(answer.Locator(part).First).ToBeVisibleAsync();
        await Assertions.Expect(answer.GetByRole(AriaRole.Button, new() { Name = "🔄" })).ToBeVisibleAsync();

        var picture = await page.ScreenshotAsync();
        if (Environment.GetEnvironmentVariable(Browser.UpdatePictures) is { Length: > 0 })
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "chat.png"), picture);
    });

    /// <returns>The message below the question. The page also shows the questions and answers of earlier tests.</returns>
    private static async Task<ILocator> AskAsync(IPage page, string question)
    {
        await page.GetByTestId("composer-input").FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
        return page.GetByTestId("message").Filter(new() { HasText = question }).Last.Locator("xpath=following::*[@data-testid='message'][1]");
    }

    private Task OnThePageAsync(Func<IPage, Task> look) => browser.OpenAsync(Application.AddressOf("playground")!, async page =>
    {
        // Before it knows its chats the page has nowhere to send to.
        await Assertions.Expect(page.GetByText("bot · online")).ToBeVisibleAsync();
        await look(page);
    });
}
