using System.Text.Json;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>Parameters that an operator sets in the dashboard.</summary>
[Collection(DashboardApplication.Collection)]
public sealed class DashboardParameterTests(DashboardApplication dashboard, Browser browser)
{
    [Fact]
    public async Task AParameterThatIsSetIsUsedByTheNextStartOfItsServiceAndRemembered()
    {
        Browser.SkipIfMissing();
        var application = await dashboard.GetAsync();
        await browser.OpenAsync(application.Find("Dashboard")!, async page =>
        {
            await Dashboard.SetParameterAsync(page, "max-tokens", "9000");
            await page.GetByText("Resources", new() { Exact = true }).Last.ClickAsync();
            await Dashboard.PressCommandAsync(page, "dialog", "Restart");

            await Eventually.HoldsAsync(() => DialogIsGiven(application, "MAX_TOKENS=9000"), "the restarted dialog is given the new limit");
            await Eventually.HoldsAsync(() => Remembered(dashboard.DataDirectory, "MAX_TOKENS") == "9000", "the new limit is in the user secrets");
            // The other tests of this application need a dialog that answers. "Running" comes before that.
            await Dashboard.UntilHealthyAsync(page, "dialog");
        });
    }

    private static bool DialogIsGiven(Application application, string variable) => application.Processes().Any(process =>
        process.CommandLine.Contains("WisdomWave.Dialog", StringComparison.Ordinal)
        && process.Environment.Split('\0').Contains(variable));

    /// <summary>Null while the file is missing, or while it is being written.</summary>
    private static string? Remembered(string folder, string name)
    {
        var file = Path.Combine(folder, "appdata", "Microsoft", "UserSecrets", "wisdomwave", "secrets.json");
        try
        {
            using var secrets = JsonDocument.Parse(File.ReadAllText(file));
            return secrets.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }
}
