using System.Text.Json;
using Microsoft.Playwright;

namespace WisdomWave.EndToEnd;

/// <summary>What an operator sets in the dashboard, in an application of its own because a service is restarted.</summary>
public sealed class DashboardParameterTests
{
    [Fact]
    public async Task AParameterThatIsSetIsUsedByTheNextStartOfItsServiceAndRemembered()
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-").FullName;
        await using (var application = await Application.StartAsync(folder))
        {
            await Browser.OpenAsync(application.Find("Dashboard")!, async page =>
            {
                await Dashboard.SetParameterAsync(page, "max-tokens", "9000");
                await page.GetByText("Resources", new() { Exact = true }).Last.ClickAsync(new() { Timeout = Dashboard.Patience });
                await Dashboard.OpenMenuAsync(page, "dialog");
                await page.GetByRole(AriaRole.Menuitem, new() { Name = "Restart" }).ClickAsync(new() { Timeout = Dashboard.Patience });
                await UntilAsync(() => DialogIsGiven(application, "MAX_TOKENS=9000"));
            });
        }

        Assert.Equal("9000", Remembered(folder).GetProperty("MAX_TOKENS").GetString());
        Directory.Delete(folder, recursive: true);
    }

    private static bool DialogIsGiven(Application application, string variable) => application.Processes().Any(process =>
        process.CommandLine.Contains("WisdomWave.Dialog", StringComparison.Ordinal)
        && process.Environment.Split('\0').Contains(variable));

    private static JsonElement Remembered(string folder)
    {
        var file = Path.Combine(folder, "appdata", "Microsoft", "UserSecrets", "wisdomwave", "secrets.json");
        using var secrets = JsonDocument.Parse(File.ReadAllText(file));
        return secrets.RootElement.Clone();
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!holds())
            await Task.Delay(200, patience.Token);
    }
}
