using Microsoft.Extensions.Logging;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <summary>The bot keeps answering whatever updates arrive; with a real dialog.</summary>
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
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(dialog, proxy, isWebhook);
        var hostile = new HostileUpdates(seed);
        var questions = new List<string>();
        for (var batch = 0; batch < Batches; batch++)
        {
            await host.Playground.Client.InjectRawUpdatesAsync(hostile.Take(PerBatch), Token);
            questions.Add($"Question {batch}?");
            await host.Ann.SayAsync(questions[^1], cancellationToken: Token);
        }

        // None of the questions in between is lost, and their order is kept.
        await UntilTakenAsync(host, Batches * (PerBatch + 1));
        await IngressHost.ReadsAsync(host.Ann, [.. questions.Select(question => $"You said: {question}")]);
        AssertCalm(host);
        await Eventually.HoldsAsync(async () => await host.Http.GetStringAsync("/health", Token) == "Healthy", "it is healthy");
    }

    [Fact]
    public async Task HugeTextsAreNotKeptInMemory()
    {
        const int updates = 300;
        const int heapMegabytes = 128;
        await using var dialog = await RealDialog.StartAsync();
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var environment = await IngressHost.PrepareAsync(dialog.Setting, $"PublicUrl={proxy.Address}");
        // The process would run out of memory if it kept them.
        using var ingress = await IngressProcess.StartAsync(environment.Settings, heapMegabytes);
        proxy.Ingresses.Add(() => ingress.Address);
        // The first is too long for an update, the second for a question.
        string[] huge = [HostileUpdates.Message(new string('a', 1024 * 1024)), HostileUpdates.Message(new string('b', 512 * 1024))];
        for (var i = 0; i < updates; i++)
            await environment.Playground.Client.InjectRawUpdatesAsync([huge[i % huge.Length]], Token);

        await Eventually.HoldsAsync(() => proxy.Answers.Count(status => status == 200) == updates, "all updates are taken");
        await environment.Ann.SayAsync("Still there?", cancellationToken: Token);
        await environment.Ann.ReadAnswerAsync(message => message.Text == "You said: Still there?", Token);
        await Eventually.HoldsAsync(() => proxy.Answers.Count(status => status == 200) == updates + 1, "the question is taken too");
    }

    private static async Task<IngressHost> StartAsync(RealDialog dialog, FakeReverseProxy proxy, bool isWebhook)
    {
        var host = await IngressHost.PrepareAsync(
            [dialog.Setting, "Delivery:BotPerSecond=100000", .. isWebhook ? [$"PublicUrl={proxy.Address}"] : Array.Empty<string>()]);
        proxy.Ingresses.Add(() => host.Address);
        await host.StartIngressAsync();
        return host;
    }

    private static void AssertCalm(IngressHost host)
    {
        Assert.DoesNotContain(host.Log.All, line => line.Contains("Exception", StringComparison.Ordinal));
        Assert.All(host.Errors, line => Assert.StartsWith("Dialog rejected update", line, StringComparison.Ordinal));
        Assert.Empty(host.Log.Of(LogLevel.Critical));
    }

    /// <summary>Waits until this many updates have been handled.</summary>
    private static async Task UntilTakenAsync(IngressHost host, long count)
    {
        await Eventually.HoldsAsync(() => Task.FromResult(host.Updates.All >= count), () => $"{count} updates are taken, but only {host.Updates.All} are");
        Assert.Equal(count, host.Updates.All);
    }
}
