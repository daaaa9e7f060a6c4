using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

public sealed class PageTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    private static readonly string[] Formatting = ["strong", "em", "pre code", "blockquote", "a[href]"];

    [Fact]
    public Task AQuestionTypedOnThePageIsAnsweredThere() => OnThePageAsync(async page =>
    {
        await AskAsync(page, "Show me a code example in C#");

        var answer = page.Locator("[data-testid=message]").Last;
        await Assertions.Expect(answer.Locator("pre code")).ToBeVisibleAsync();
        await Assertions.Expect(answer).ToContainTextAsync(new Regex("Console", RegexOptions.IgnoreCase));
    });

    [Fact]
    public Task ARichAnswerIsShownWithItsFormattingAndButtons() => OnThePageAsync(async page =>
    {
        await AskAsync(page, "Please show markdown");

        var answer = page.Locator("[data-testid=message]").Last;
        foreach (var part in Formatting)
            await Assertions.Expect(answer.Locator(part).First).ToBeVisibleAsync();
        await Assertions.Expect(answer.GetByRole(AriaRole.Button, new() { Name = "🔄" })).ToBeVisibleAsync();

        var picture = await page.ScreenshotAsync();
        if (Environment.GetEnvironmentVariable(Browser.UpdatePictures) is { Length: > 0 })
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "chat.png"), picture);
    });

    private static async Task AskAsync(IPage page, string question)
    {
        await page.GetByTestId("composer-input").FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
    }

    private Task OnThePageAsync(Func<IPage, Task> look) => Browser.OpenAsync(Shared.Application.AddressOf("playground")!, async page =>
    {
        // Before it knows its chats the page has nowhere to send to.
        await Assertions.Expect(page.GetByText("bot · online")).ToBeVisibleAsync();
        await look(page);
    });
}
