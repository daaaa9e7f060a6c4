using Microsoft.Playwright;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>Finds elements of Aspire's dashboard.</summary>
internal static class Dashboard
{
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

    public static async Task OpenMenuAsync(IPage page, string resource)
    {
        await ExpectRunningAsync(page, resource);
        await Row(page, resource).GetByTitle("Actions").ClickAsync();
    }

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
}
