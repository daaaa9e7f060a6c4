using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>Finds elements of Aspire's dashboard.</summary>
internal static class Dashboard
{
    /// <summary>After this time a menu is opened again.</summary>
    private const float MenuLimit = 20_000;

    public static ILocator Row(IPage page, string name) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByText(name, new() { Exact = true }) }).First;

    public static Task ExpectRunningAsync(IPage page, string name) =>
        Assertions.Expect(Row(page, name).GetByText("Running", new() { Exact = true })).ToBeVisibleAsync();

    /// <summary>Waits until the resource's health check passes; the dashboard may still show what an earlier process answered.</summary>
    public static async Task UntilHealthyAsync(IPage page, string resource)
    {
        var address = await Row(page, resource).GetByRole(AriaRole.Link, new() { Name = "Health" }).GetAttributeAsync("href");
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri(address!), TestContext.Current.CancellationToken);
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"{resource} is healthy");
    }

    public static Task FindCommandAsync(IPage page, string resource, string command) => InMenuAsync(page, resource, command, isPressed: false);

    public static Task PressCommandAsync(IPage page, string resource, string command) => InMenuAsync(page, resource, command, isPressed: true);

    /// <summary>Sets a parameter and saves it to the user secrets.</summary>
    public static async Task SetParameterAsync(IPage page, string name, string value)
    {
        await page.GetByText("Parameters", new() { Exact = true }).ClickAsync();
        await Row(page, name).GetByTitle("Set parameter value").ClickAsync();
        var dialog = page.Locator("#interactions-input-dialog");
        await dialog.Locator("fluent-text-input").First.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(value);
        await page.Keyboard.PressAsync("Tab");
        await dialog.Locator("fluent-checkbox").First.ClickAsync();
        await dialog.GetByText("Set parameter", new() { Exact = true }).Last.ClickAsync();
        await Assertions.Expect(Row(page, name).GetByText(value, new() { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Opens the resource's menu, and opens it again if the table, when it was redrawn, has closed it.</summary>
    private static async Task InMenuAsync(IPage page, string resource, string command, bool isPressed)
    {
        await ExpectRunningAsync(page, resource);
        await Eventually.HoldsAsync(
            async () =>
            {
                await Row(page, resource).GetByTitle("Actions").ClickAsync();
                try
                {
                    var item = page.GetByRole(AriaRole.Menuitem, new() { Name = command });
                    await (isPressed ? item.ClickAsync(new() { Timeout = MenuLimit }) : item.WaitForAsync(new() { Timeout = MenuLimit }));
                    return true;
                }
                catch (TimeoutException)
                {
                    await page.Keyboard.PressAsync("Escape");
                    return false;
                }
            },
            $"{command} is in the menu of {resource}");
    }
}
