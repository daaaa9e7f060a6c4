using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.AppHost.Tests.OperatorConsole;

public sealed class SummaryTests
{
    [Fact]
    public async Task ListsAllAddresses()
    {
        var text = await SummarizeAsync(TestSettings.Empty, TestSettings.MachineWith("prometheus"));
        Assert.Equal(
            """

            WisdomWave is up.
              Chat page   http://localhost:5100
              Boards      http://localhost:15101/board
              Metrics     http://localhost:5101/metrics   ingress
              Metrics     http://localhost:5102/metrics   dialog
              Metrics     http://localhost:5103/metrics   completion
              Prometheus  http://localhost:9090
              Grafana     not installed; it is not needed: the address of Boards shows the same
            Press Ctrl+C to stop.

            """,
            text);
    }

    [Fact]
    public async Task WithoutPrometheusItSaysWhatToDo() => Assert.Contains(
        "  Prometheus  not installed; the boards need it: docs/operations.md#boards says how to install it\n",
        await SummarizeAsync(TestSettings.Empty, TestSettings.BareMachine),
        StringComparison.Ordinal);

    [Fact]
    public async Task WithATokenTheChatPageIsTelegram() =>
        Assert.Contains("  Chat page   your bot in Telegram\n", await SummarizeAsync(TestSettings.TokenAndKey, TestSettings.BareMachine), StringComparison.Ordinal);

    [Fact]
    public async Task APlaygroundWithoutSimulatedTelegramIsNoChatPage() =>
        Assert.Contains(
            "  Chat page   your bot in Telegram\n",
            await SummarizeAsync(TestSettings.Empty with { TelegramBotToken = TestSettings.Token }, TestSettings.BareMachine),
            StringComparison.Ordinal);

    [Fact]
    public async Task WhatIsNotRunningIsListedWithItsReasonAndTheNextStep()
    {
        var text = await SummarizeAsync(TestSettings.Empty, TestSettings.MachineWith("redis-server", "prometheus", "grafana"), async app =>
        {
            await IsAsync(app, "cache", KnownResourceStates.Exited);
            await IsAsync(app, "prometheus", KnownResourceStates.FailedToStart);
            await IsAsync(app, "grafana", KnownResourceStates.Starting);
        });

        Assert.EndsWith(
            """

              Cache       not running: the reason of cache. Answers are not cached; start the cache in the dashboard.
              Prometheus  not running: the reason of prometheus. No metrics are recorded; start it in the dashboard.
              Grafana     http://localhost:3000 (starting)
            Press Ctrl+C to stop.

            """,
            text,
            StringComparison.Ordinal);
    }

    private static Task IsAsync(DistributedApplication app, string name, string state)
    {
        var resource = app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(r => r.Name == name);
        return app.ResourceNotifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state });
    }

    private static async Task<string> SummarizeAsync(Settings settings, Machine machine, Func<DistributedApplication, Task>? prepare = null)
    {
        var builder = TopologyModel.CreateBuilder();
        builder.AddWisdomWave(settings, machine);
        // The ports for HTTP/2 are chosen at the start.
        foreach (var endpoint in builder.Resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>()).Where(endpoint => endpoint.Port is not null))
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", endpoint.Port!.Value);

        await using var app = builder.Build();
        if (prepare is not null)
            await prepare(app);
        // A reason may be a sentence or not.
        return await Summary.OfAsync(app, settings, resource => Task.FromResult($"the reason of {resource.Name}{(resource.Name == "cache" ? "." : "")}"));
    }
}
