using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Alerts;

/// <summary>From the rules of a real Prometheus to a message in Telegram. Where Alertmanager is installed, it is on the way.</summary>
public sealed class AlertTests : IAsyncLifetime
{
    private const string Summary = "The service completion does not answer.";
    private const string Begins = $"🔔 {Summary} What to do: docs/operations.md#servicedown";
    private const string Ends = $"✅ Over: {Summary}";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly string _data = Directory.CreateTempSubdirectory("wisdomwave-alerts-").FullName;
    private HostedApplication? _application;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task AnAdminIsToldOnceThatAServiceIsDownAndOnceThatItIsBack()
    {
        Assert.SkipUnless(Machine.Has("prometheus"), "Needs Prometheus: apt-get install prometheus, then run this test again.");
        _application = await HostedApplication.StartAsync(_data, new Dictionary<string, string>
        {
            ["Alerts__Admins"] = "true",
            ["Access__Admins"] = $"{PlaygroundClient.AnnId}",
        });
        await using var playground = new PlaygroundClient(_application.AddressOf("playground")!);
        var ann = playground.Ann;
        using var prometheus = new HttpClient { BaseAddress = _application.AddressOf("prometheus") };

        await _application.CommandAsync("completion", KnownResourceCommands.StopCommand);
        // Each wait has its own limit: the rule waits for a minute, and the app host for another one before it believes that an alert has ended.
        await Eventually.HoldsAsync(() => IsFiringAsync(prometheus), "Prometheus says that completion is down");
        await UntilReadAsync(ann, Begins);

        await _application.CommandAsync("completion", KnownResourceCommands.StartCommand);
        await Eventually.HoldsAsync(async () => !await IsFiringAsync(prometheus), "Prometheus says that completion is back");
        await UntilReadAsync(ann, Begins, Ends);

        // The conversation works, and what the bot says next comes after all notices.
        await ann.SayAsync("What is 2 + 2?", cancellationToken: Token);
        await ann.ReadAnswerAsync(message => message.Text?.Contains('4', StringComparison.Ordinal) == true, Token);
        await UntilReadAsync(ann, Begins, Ends);
    }

    private static async Task<bool> IsFiringAsync(HttpClient prometheus)
    {
        var answer = await prometheus.GetFromJsonAsync<JsonElement>("/api/v1/alerts", Token);
        return answer.GetProperty("data").GetProperty("alerts").EnumerateArray().Any(alert =>
            alert.GetProperty("labels").GetProperty("alertname").GetString() == "ServiceDown" && alert.GetProperty("state").GetString() == "firing");
    }

    /// <summary>Waits until the alerts in the chat are exactly these.</summary>
    private static async Task UntilReadAsync(PlaygroundPerson ann, params string[] texts)
    {
        string[] read = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                read = [.. (await ann.ReadAllAsync()).Where(message => message.From!.IsBot).Select(message => message.Text!)];
                return read.Where(text => text.Contains(Summary, StringComparison.Ordinal)).SequenceEqual(texts);
            },
            () => $"the chat has [{string.Join(" | ", texts)}]; it has [{string.Join(" | ", read)}]");
    }
}
