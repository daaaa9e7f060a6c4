using Microsoft.Extensions.Logging;
using WisdomWave.Ingress.Tests.Standing;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <summary>Whatever comes in, the bot goes on answering; with a real dialog behind it.</summary>
public sealed class HostileUpdateTests
{
    private const int Batches = 20;
    private const int PerBatch = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task ThousandsOfMalformedUpdatesLeaveTheBotAnswering(bool isWebhook, int seed)
    {
        await using var dialog = await RealDialog.StartAsync();
        await using var door = await PublicDoor.OpenAsync();
        await using var host = await StartAsync(dialog, door, isWebhook);
        var hostile = new HostileUpdates(seed);
        var questions = new List<string>();
        for (var batch = 0; batch < Batches; batch++)
        {
            await host.Playground.Client.InjectRawUpdatesAsync(hostile.Take(PerBatch), Token);
            questions.Add($"Question {batch}?");
            await host.Ann.SayAsync(questions[^1], cancellationToken: Token);
        }

        // None of those between them is lost, and their order is kept.
        await UntilTakenAsync(host, Batches * (PerBatch + 1));
        await IngressHost.ReadsAsync(host.Ann, [.. questions.Select(question => $"You said: {question}")]);
        AssertCalm(host);
        Assert.Equal("Healthy", await host.Http.GetStringAsync("/health", Token));
    }

    [Fact]
    public async Task HugeTextsAreNotKept()
    {
        const int updates = 200;
        await using var dialog = await RealDialog.StartAsync();
        await using var door = await PublicDoor.OpenAsync();
        await using var host = await StartAsync(dialog, door, isWebhook: true);
        var huge = HostileUpdates.Message(new string('a', 1024 * 1024));
        // By then buffers and pools have their size.
        await SendAsync(updates / 2);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(updates);

        var growth = (GC.GetTotalMemory(forceFullCollection: true) - before) / (1024.0 * 1024);
        Assert.InRange(growth, double.MinValue, 0.5 * updates);
        await host.Ann.SayAsync("Still there?", cancellationToken: Token);
        await host.Ann.ReadAnswerAsync(message => message.Text == "You said: Still there?", Token);
        AssertCalm(host);

        async Task SendAsync(int count)
        {
            var taken = host.Updates.All;
            for (var sent = 0; sent < count; sent += 10)
            {
                // One by one: to put them together would only fill the test's own buffers.
                for (var i = 0; i < 10; i++)
                    await host.Playground.Client.InjectRawUpdatesAsync([huge], Token);
                await UntilTakenAsync(host, taken += 10);
            }
        }
    }

    private static async Task<IngressHost> StartAsync(RealDialog dialog, PublicDoor door, bool isWebhook)
    {
        var host = await IngressHost.PrepareAsync(
            [dialog.Setting, "Delivery:BotPerSecond=100000", .. isWebhook ? [$"PublicUrl={door.Address}"] : Array.Empty<string>()]);
        door.Ingresses.Add(() => host.Address);
        await host.RunAsync();
        return host;
    }

    private static void AssertCalm(IngressHost host)
    {
        Assert.DoesNotContain(host.Log.All, line => line.Contains("Exception", StringComparison.Ordinal));
        Assert.All(host.Log.Of(LogLevel.Error), line => Assert.StartsWith("Dialog refused update", line, StringComparison.Ordinal));
        Assert.Empty(host.Log.Of(LogLevel.Critical));
    }

    /// <summary>Until so many updates have come to something.</summary>
    private static async Task UntilTakenAsync(IngressHost host, long count)
    {
        for (var patience = 0; host.Updates.All < count && patience < 1200; patience++)
            await Task.Delay(100, Token);
        Assert.Equal(count, host.Updates.All);
    }
}
