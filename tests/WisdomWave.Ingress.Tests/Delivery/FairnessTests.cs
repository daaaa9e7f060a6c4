using System.Globalization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>A backlog of one person or chat delays nobody else. Counted in sends, not in time.</summary>
public sealed class FairnessTests
{
    private const int Flood = 200;

    /// <summary>No chat gets more than the burst of two sends.</summary>
    private static readonly string[] SlowChats =
        ["Delivery:MaxConcurrent=16", "Delivery:PrivateInterval=10:00:00", "Delivery:GroupInterval=10:00:00", "Delivery:GroupPerMinute=20"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RepliesThatWaitForOnePersonsPaceDelayNobodyElse()
    {
        await using var host = await IngressHost.StartAsync(SlowChats);
        await FloodAsync(host, () => host.Ann.WriteAsync("/help", Token));

        await AnswersAsync(host, host.Boris);

        Assert.Equal(Flood + 1, host.Dialog.Accepted);
        Assert.InRange((await host.Playground.Client.BotCallsAsync("sendMessage", host.Ann.ChatId, Token)).Count, 0, 2);
    }

    [Fact]
    public async Task RepliesThatWaitForAGroupsPaceDelayNobodyElse()
    {
        await using var host = await IngressHost.StartAsync(SlowChats);
        var people = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.Playground.Client.AddPersonAsync($"Person{i}", "en", Token)));
        var group = await host.Playground.Client.AddGroupAsync(
            new NewGroup { Title = "Many", Members = people.ToDictionary(person => person.Id, _ => "member") }, Token);
        var next = 0;
        await FloodAsync(host, () => people[next++ % people.Length].In(group.Id).WriteAsync("/help@wisdomwave_bot", Token));

        await AnswersAsync(host, host.Boris);

        Assert.InRange((await host.Playground.Client.BotCallsAsync("sendMessage", group.Id, Token)).Count, 0, 2);
    }

    [Fact]
    public async Task ChatsInAFloodWaitHoldNoSlot()
    {
        await using var host = await IngressHost.StartAsync("Delivery:MaxConcurrent=4");
        for (var i = 0; i < 8; i++)
        {
            var person = await host.Playground.Client.AddPersonAsync($"Person{i}", "en", Token);
            await host.FailAsync(new BotFault { ChatId = person.ChatId, Status = 429, RetryAfter = 600, Times = 100 });
            await person.SayAsync("Hello", cancellationToken: Token);
            (await host.Dialog.NextTurnAsync()).Complete("Hello!");
        }

        await AnswersAsync(host, host.Boris);
    }

    [Fact]
    public async Task ABacklogFromAnEarlierProcessDelaysNobodyElse()
    {
        await using var host = await IngressHost.PrepareAsync(SlowChats);
        for (var i = 0; i < Flood; i++)
            host.Dialog.AddTurn(TurnFor(host.Ann)).Complete("Left");
        host.Dialog.AddTurn(TurnFor(host.Boris)).Complete("Left too");
        await host.StartIngressAsync();

        await IngressHost.ReadsAsync(host.Boris, "Left too");
        await AnswersAsync(host, host.Boris);
    }

    [Fact]
    public async Task AReplyThatWaitsForAMomentKeepsItsConnectionToDialog()
    {
        // The clock stands still: the moment does not end.
        await using var host = await IngressHost.StartAsync(HandMovedClock.Create());
        var first = await host.AskAsync("One?");
        var second = await host.AskAsync("Two?");
        second.Complete("Two.");
        first.Complete("One.");

        await IngressHost.ReadsAsync(host.Ann, "One.", "Two.");
        Assert.Equal(1, second.Joins);
    }

    [Fact]
    public async Task AWaitingReplyKeepsNoConnectionToDialog()
    {
        await using var host = await IngressHost.StartAsync();
        var first = await host.AskAsync("One?");
        var second = await host.AskAsync("Two?");
        await Eventually.HoldsAsync(() => second is { Joins: 1, OpenStreams: 0 }, "the waiting reply has closed its connection");
        second.Complete("Two.");
        first.Complete("One.");

        await IngressHost.ReadsAsync(host.Ann, "One.", "Two.");
        Assert.Equal(2, second.Joins);
    }

    [Fact]
    public async Task AlreadyDeliveredTurnsDoNotWaitInTheirLane()
    {
        await using var host = await IngressHost.StartAsync("Delivery:MaxConcurrent=4");
        host.Dialog.Delivered = message => message.Text == "flood";
        var first = await host.AskAsync("One?");
        for (var i = 0; i < Flood; i++)
            await host.Ann.WriteAsync("flood", Token);
        for (var i = 0; i < Flood; i++)
            Assert.Equal("flood", (await host.Dialog.NextTurnAsync()).Question.Text);

        await AnswersAsync(host, host.Boris);

        first.Complete("One.");
        await IngressHost.ReadsAsync(host.Ann, "One.");
    }

    /// <summary>Returns when all messages have been accepted and their replies are complete.</summary>
    private static async Task FloodAsync(IngressHost host, Func<Task> write)
    {
        for (var i = 0; i < Flood; i++)
            await write();
        for (var i = 0; i < Flood; i++)
            (await host.Dialog.NextTurnAsync()).Complete("Help");
    }

    private static async Task AnswersAsync(IngressHost host, PlaygroundPerson person)
    {
        await person.SayAsync("And me?", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("And you.");
        await person.ReadAnswerAsync(message => message.Text == "And you.", Token);
    }

    private static TurnRef TurnFor(PlaygroundPerson person) => new()
    {
        Id = Guid.CreateVersion7(),
        BotId = long.Parse(PlaygroundServer.BotToken.Split(':')[0], CultureInfo.InvariantCulture),
        UserId = person.Id,
        Chat = new ChatAddress(person.ChatId, ChatKind.Private),
        Streams = false,
    };
}
