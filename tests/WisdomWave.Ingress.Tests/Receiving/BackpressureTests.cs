using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <summary>More questions than can be answered at once.</summary>
public sealed class BackpressureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UpdatesWithoutAFreeSlotWaitAtTelegramAndAreAnsweredLater(bool isWebhook)
    {
        const int room = 4;
        const int asked = 12;
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await IngressHost.PrepareAsync([$"Delivery:MaxConcurrent={room}", .. isWebhook ? [$"PublicUrl={proxy.Address}"] : Array.Empty<string>()]);
        proxy.Ingresses.Add(() => host.Address);
        var people = await Task.WhenAll(Enumerable.Range(0, asked).Select(i => host.Playground.Client.AddPersonAsync($"Person{i}", "en", Token)));
        foreach (var person in people)
            await person.SayAsync($"From {person.Id}", cancellationToken: Token);
        await host.StartIngressAsync();

        var open = new Queue<FakeTurn>();
        for (var i = 0; i < asked; i++)
        {
            open.Enqueue(await host.Dialog.NextTurnAsync());
            if (open.Count < room)
                continue;
            // No more messages were posted than there are slots.
            await Task.Delay(50, Token);
            Assert.Equal(i + 1, host.Dialog.Accepted);
            var turn = open.Dequeue();
            turn.Complete($"To {turn.Question.From.Id}");
        }

        while (open.TryDequeue(out var turn))
            turn.Complete($"To {turn.Question.From.Id}");
        foreach (var person in people)
            await IngressHost.ReadsAsync(person, $"To {person.Id}");
    }

    [Fact]
    public async Task NoFurtherUpdatesAreFetchedWithoutAFreeSlot()
    {
        await using var host = await IngressHost.StartAsync("Delivery:MaxConcurrent=1");
        var first = await host.AskAsync("One?");
        var before = await PollsAsync(host);
        await host.Boris.SayAsync("Two?", cancellationToken: Token);
        await Eventually.HoldsAsync(async () => await PollsAsync(host) == before + 1, "the second update is fetched");
        for (var i = 0; i < 10; i++)
            await host.Boris.SayAsync($"Three {i}?", cancellationToken: Token);
        await Task.Delay(300, Token);
        Assert.Equal(before + 1, await PollsAsync(host));
        first.Complete("One.");
        (await host.Dialog.NextTurnAsync()).Complete("Two.");
        await host.Boris.ReadAnswerAsync(message => message.Text == "Two.", Token);
    }

    /// <summary>The number of polls that returned; a poll that still waits is not counted.</summary>
    private static async Task<long> PollsAsync(IngressHost host) =>
        (await host.Playground.Client.CallLogSummaryAsync(Token)).BotCalls.GetValueOrDefault("getUpdates 200");
}
