using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>Telegram accepts a message but its response is lost: the message is found instead of being sent again.</summary>
public sealed class LostMessageTests
{
    private const string Refused = "Bad Request: BUTTON_DATA_INVALID";

    private static readonly BotFault LostReply = new() { Method = "sendMessage", Kind = BotFaultKind.CutAfter };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, ReplyStyle.Edits)]
    [InlineData(true, ReplyStyle.Drafts)]
    [InlineData(true, ReplyStyle.Whole)]
    [InlineData(false, ReplyStyle.Edits)]
    public async Task AnAnswerWithALostResponseIsSentOnce(bool isQuestion, ReplyStyle style)
    {
        await using var host = await IngressHost.StartAsync();
        (host.Dialog.Streams, host.Dialog.Style) = (isQuestion, style);
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(LostReply);
        turn.Complete(new Reply("Hello!") { Buttons = [[new ReplyButton("Again", "again:1")]] });

        var reports = await turn.ReportsAsync();
        var message = Assert.Single(await BotsMessagesAsync(host.Ann));
        Assert.Equal("Hello!", message.Text);
        Assert.Equal("Again", message.ReplyMarkup!.InlineKeyboard![0][0].Text);
        Assert.Equal([(0, new PartReport(message.MessageId, PartState.Placeholder)), (0, new PartReport(message.MessageId, PartState.Last))], reports);
        Assert.Single(await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token));
    }

    [Fact]
    public async Task AnAnswerContinuesInAFirstMessageWhoseResponseWasLost()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(LostReply);
        turn.Delta("Hel");
        await host.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
        turn.Delta("lo");
        await host.Ann.ReadAnswerAsync(message => message.Text == "Hello", Token);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
    }

    [Fact]
    public async Task EachPartOfALongAnswerIsFound()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Everything, please");
        await host.FailAsync(LostReply with { Times = 2, Skip = 1 });
        string[] parts = [.. Enumerable.Range(0, 3).Select(i => new string((char)('a' + i), 3000))];
        turn.Complete(string.Join("\n\n", parts));
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, parts);
    }

    [Fact]
    public async Task AnUnconfirmedFileIsFound()
    {
        await using var host = await IngressHost.StartAsync();
        host.Dialog.Files["notes.txt"] = "Notes"u8.ToArray();
        var turn = await host.AskAsync("/export");
        await host.FailAsync(LostReply with { Method = "sendDocument" });
        turn.Complete(new Reply("Here it is.") { Documents = [new ReplyDocument("notes.txt", "text/plain", "files/notes.txt")] });
        await turn.ReportsAsync();
        Assert.Equal(["Here it is.", null], (await BotsMessagesAsync(host.Ann)).Select(message => message.Text));
    }

    /// <summary>Each answer must find the message that replies to its own question.</summary>
    [Fact]
    public async Task ManyLostMessagesInOneGroupAreFoundByTheirOwnAnswers()
    {
        await using var host = await IngressHost.StartAsync();
        var group = host.Ann.In(PlaygroundClient.FriendsId);
        var turns = new List<FakeTurn>();
        for (var i = 0; i < 5; i++)
        {
            var person = await host.Playground.Client.AddPersonAsync($"Member {i}", cancellationToken: Token);
            await person.In(group.ChatId).SayAsync($"@wisdomwave_bot question {i}", cancellationToken: Token);
            turns.Add(await host.Dialog.NextTurnAsync());
        }

        await host.FailAsync(LostReply with { Times = turns.Count });
        foreach (var turn in turns)
            turn.Complete($"Answer to {turn.Question.MessageId}");
        foreach (var turn in turns)
            await turn.ReportsAsync();

        var messages = await BotsMessagesAsync(group);
        Assert.Equal(turns.Select(turn => turn.Question.MessageId).Order(), messages.Select(message => message.ReplyToMessage!.MessageId).Order());
        Assert.All(messages, message => Assert.Equal(($"Answer to {message.ReplyToMessage!.MessageId}", null), (message.Text, message.ReplyMarkup)));
    }

    [Fact]
    public async Task ManyLostMessagesInManyChatsAreFound()
    {
        await using var host = await IngressHost.StartAsync("Delivery:BotPerSecond=1000");
        var people = new List<PlaygroundPerson>();
        var turns = new List<FakeTurn>();
        for (var i = 0; i < 20; i++)
        {
            people.Add(await host.Playground.Client.AddPersonAsync($"Person {i}", cancellationToken: Token));
            await people[i].SayAsync($"question {i}", cancellationToken: Token);
            turns.Add(await host.Dialog.NextTurnAsync());
        }

        await host.FailAsync(LostReply with { Times = people.Count });
        foreach (var turn in turns)
            turn.Complete($"Answer to {turn.Question.Text}");
        foreach (var turn in turns)
            await turn.ReportsAsync();
        for (var i = 0; i < people.Count; i++)
            await IngressHost.ReadsAsync(people[i], $"Answer to question {i}");
        Assert.Equal(people.Count, (await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token)).Count);
    }

    /// <summary>
    /// After a restart, questions wait at Telegram whose ids nobody has seen. The search then ends below the lost message, and the answer is
    /// sent again.
    /// </summary>
    [Theory]
    [InlineData(20, true)]
    [InlineData(20, false)]
    [InlineData(100, true)]
    public async Task AMessageAboveManyUnseenOnesIsSentAgainAndTheFirstIsDeleted(int unseen, bool isAccepted)
    {
        await using var host = await IngressHost.StartAsync("Delivery:BotPerSecond=1000");
        var other = await host.Playground.Client.AddPersonAsync("Other", cancellationToken: Token);
        var turn = await host.AskAsync("Hello");
        await host.Playground.Client.InjectUpdateFaultAsync(new UpdateFault { Held = unseen }, Token);
        for (var i = 0; i < unseen; i++)
            await other.SayAsync($"unseen {i}", cancellationToken: Token);
        await host.FailAsync(LostReply with { Kind = isAccepted ? BotFaultKind.CutAfter : BotFaultKind.Cut });
        turn.Complete("Hello!");

        await turn.ReportsAsync();
        Assert.Equal("Hello!", Assert.Single(await BotsMessagesAsync(host.Ann)).Text);
        Assert.Equal(2, (await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token)).Count);
        Assert.Equal(isAccepted ? 1 : 0, (await host.Playground.Client.BotCallsAsync("deleteMessage", cancellationToken: Token)).Count);
    }

    [Fact]
    public async Task OtherUsersMessagesAreNotMistakenForTheLostOne()
    {
        await using var host = await IngressHost.StartAsync();
        var (ann, boris) = (host.Ann.In(PlaygroundClient.FriendsId), host.Boris.In(PlaygroundClient.FriendsId));
        await ann.SayAsync("@wisdomwave_bot hello", cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        // The bot does not see these messages, because it is in privacy mode.
        for (var i = 0; i < 10; i++)
            await boris.SayAsync("chatter", cancellationToken: Token);
        await host.FailAsync(LostReply);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        Assert.Equal("Hello!", Assert.Single(await BotsMessagesAsync(ann)).Text);
        Assert.Equal(10, (await ann.ReadAllAsync()).Count(message => message is { Text: "chatter", ReplyMarkup: null, EditDate: null }));
    }

    [Fact]
    public async Task TheSearchDoesNotChangeTheBotsOtherMessages()
    {
        await using var host = await IngressHost.StartAsync();
        var first = await host.AskAsync("One?");
        var second = await host.AskAsync("Two?");
        first.Complete(new Reply("One.") { Buttons = [[new ReplyButton("Again", "again:1")]] });
        await first.ReportsAsync();
        await host.FailAsync(LostReply);
        second.Complete("Two.");
        await second.ReportsAsync();
        Assert.Equal([("One.", true), ("Two.", false)], (await BotsMessagesAsync(host.Ann)).Select(message => (message.Text, message.ReplyMarkup is not null)));
    }

    [Fact]
    public async Task IdsKnownToDialogAreNotProbed()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        var asked = turn.Question.MessageId;
        host.Dialog.Knows = above => new KnownMessages(above, null, [.. Enumerable.Range(above + 1, 500)], 1);
        await host.FailAsync(new BotFault { Method = "sendMessage", Status = 500 });
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        var probes = await host.Playground.Client.BotCallsAsync("editMessageReplyMarkup", cancellationToken: Token);
        Assert.NotEmpty(probes);
        Assert.All(probes, probe => Assert.InRange(probe.MessageId!.Value, asked + 501, asked + 520));
    }

    [Fact]
    public async Task AMessageThatTelegramDidNotAcceptIsSentAgainAfterAFewProbes()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(LostReply with { Kind = BotFaultKind.Cut });
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
        Assert.InRange((await host.Playground.Client.BotCallsAsync("editMessageReplyMarkup", cancellationToken: Token)).Count, 1, 10);
        Assert.Empty(host.Warnings);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    public async Task AFailedProbeIsRetried(int status)
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(LostReply);
        await host.FailAsync(new BotFault { Method = "editMessageReplyMarkup", Status = status, RetryAfter = 1, Times = 2 });
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
    }

    [Fact]
    public async Task WhenProbesAreRejectedTheMessageIsSentAgainAndLogged()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(LostReply);
        await host.FailAsync(new BotFault { Method = "editMessageReplyMarkup", Status = 400, Description = Refused });
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "Hello!", "Hello!");
        Assert.Contains(host.Warnings, line => line.Contains($"({Refused}). It is sent again and may appear twice.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheSearchStopsAtTheProbeLimitAndLogsIt()
    {
        await using var host = await IngressHost.StartAsync("Delivery:BotPerSecond=1000");
        var (ann, boris) = (host.Ann.In(PlaygroundClient.FriendsId), host.Boris.In(PlaygroundClient.FriendsId));
        await ann.SayAsync("@wisdomwave_bot hello", cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        for (var i = 0; i < 400; i++)
            await boris.SayAsync("chatter", cancellationToken: Token);
        await host.FailAsync(LostReply);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        Assert.Equal(["Hello!", "Hello!"], (await BotsMessagesAsync(ann)).Select(message => message.Text));
        var limits = host.Warnings.Where(line => line.Contains("it may appear twice", StringComparison.Ordinal)).Select(line => line.Split("with ")[1]);
        Assert.Equal(["48 probes; it may appear twice.", "256 probes; it may appear twice."], limits);
    }

    /// <summary>A former limit of one send per 200 ms took 20 s for a hundred.</summary>
    [Fact]
    public async Task AHundredAnswersStartInParallelWhileTelegramHangs()
    {
        const int people = 100;
        await using var host = await IngressHost.StartAsync("Delivery:BotPerSecond=1000");
        var turns = new List<FakeTurn>();
        for (var i = 0; i < people; i++)
        {
            var person = await host.Playground.Client.AddPersonAsync($"Person {i}", cancellationToken: Token);
            await person.SayAsync("Hello", cancellationToken: Token);
            turns.Add(await host.Dialog.NextTurnAsync());
        }

        await host.FailAsync(LostReply with { Kind = BotFaultKind.Hang, Times = people });
        foreach (var turn in turns)
            turn.Complete("Hello!");
        await Eventually.HoldsAsync(
            async () => (await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token)).DistinctBy(call => call.ChatId).Count() == people,
            "all are in progress");
    }

    private static async Task<List<Message>> BotsMessagesAsync(PlaygroundPerson person) =>
        [.. (await person.ReadAllAsync()).Where(message => message.From!.IsBot)];
}
