using Microsoft.Playwright;

namespace WisdomWave.EndToEnd;

/// <summary>Where things are on Aspire's dashboard.</summary>
internal static class Dashboard
{
    /// <summary>Milliseconds, for a slow machine; a wait ends as soon as it can.</summary>
    public const int Patience = 60_000;

    public static ILocator Row(IPage page, string name) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByText(name, new() { Exact = true }) }).First;

    public static Task ExpectRunningAsync(IPage page, string name) =>
        Assertions.Expect(Row(page, name).GetByText("Running", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = Patience });

    public static async Task OpenMenuAsync(IPage page, string resource)
    {
        await ExpectRunningAsync(page, resource);
        await Row(page, resource).GetByTitle("Actions").ClickAsync(new() { Timeout = Patience });
    }

    /// <summary>Sets a parameter and keeps it in the user secrets.</summary>
    public static async Task SetParameterAsync(IPage page, string name, string value)
    {
        await page.GetByText("Parameters", new() { Exact = true }).ClickAsync(new() { Timeout = Patience });
        await Row(page, name).GetByTitle("Set parameter value").ClickAsync(new() { Timeout = Patience });
        var dialog = page.Locator("#interactions-input-dialog");
        await dialog.Locator("fluent-text-input").First.ClickAsync(new() { Timeout = Patience });
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(value);
        await page.Keyboard.PressAsync("Tab");
        await dialog.Locator("fluent-checkbox").First.ClickAsync();
        await dialog.GetByText("Set parameter", new() { Exact = true }).Last.ClickAsync();
        await Assertions.Expect(Row(page, name).GetByText(value, new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = Patience });
    }
}
