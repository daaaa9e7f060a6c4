using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class GroupAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAnswerInAGroupRepliesToItsQuestion()
    {
        await using var host = await IngressHost.StartAsync();
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        var question = await ann.SayAsync("@wisdomwave_bot what time is it?", cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        Assert.Equal(("what time is it?", AddressedBy.Mention), (turn.Question.Text, turn.Question.AddressedBy));

        turn.Delta("Noon");
        var answer = await ann.ReadAnswerAsync(message => message.Text == "Noon", Token);
        turn.Complete("Noon.");
        await turn.ReportsAsync();
        Assert.Equal(question.MessageId, answer.ReplyToMessage?.MessageId);
    }

    [Fact]
    public async Task AnswersToTwoPeopleAreStreamedInParallel()
    {
        await using var host = await IngressHost.StartAsync();
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        var boris = host.Boris.In(PlaygroundClient.FriendsId);
        await ann.SayAsync("@wisdomwave_bot one", cancellationToken: Token);
        var forAnn = await host.Dialog.NextTurnAsync();
        await boris.SayAsync("@wisdomwave_bot two", cancellationToken: Token);
        var forBoris = await host.Dialog.NextTurnAsync();
        forBoris.Delta("Two");
        await boris.ReadAnswerAsync(message => message.Text == "Two", Token);
        forAnn.Delta("One");
        await ann.ReadAnswerAsync(message => message.Text == "One", Token);
    }

    [Fact]
    public async Task TenConcurrentGroupAnswersAreSentWithoutPartialText()
    {
        await using var host = await IngressHost.StartAsync();
        var turns = await AskTogetherAsync(host, 10);
        foreach (var turn in turns)
            turn.Complete($"Answer to {turn.Question.Text}.");
        foreach (var turn in turns)
            await turn.ReportsAsync();
        var calls = await CallsAsync(host);
        Assert.Equal(turns.Select(turn => ("sendMessage", (string?)$"Answer to {turn.Question.Text}.")).Order(), calls.Order());
    }

    /// <summary>Of twenty sends per minute, answers in progress keep what their final texts need; the rest is for streaming.</summary>
    [Fact]
    public async Task AGroupsMinuteIsSpentOnAnswers()
    {
        var clock = HandMovedClock.Create();
        var started = clock.GetTimestamp();
        await using var host = await IngressHost.StartAsync(
            clock, "Delivery:GroupPerMinute=20", "Delivery:GroupInterval=00:00:00.005", "Delivery:BotPerSecond=1000", "Delivery:TypingInterval=01:00:00");
        var turns = await AskTogetherAsync(host, 12);
        // "Typing" shows that each answer is in progress.
        await clock.PassesUntilAsync(
            async () => (await host.Playground.Client.BotCallsAsync("sendChatAction", PlaygroundClient.FriendsId, Token)).Count == 12, "all are in progress");
        foreach (var turn in turns)
            turn.Delta("So far");
        await clock.PassesUntilAsync(async () => (await CallsAsync(host)).Count == 8, "as many partial answers as there are spare sends");
        foreach (var turn in turns)
            turn.Complete($"Answer to {turn.Question.Text}.");
        // If one send were spent on anything else, the last answer would have to wait for a minute.
        var reports = Task.WhenAll(turns.Select(turn => turn.ReportsAsync()));
        await clock.PassesUntilAsync(() => reports.IsCompleted, "all answers are sent");
        await reports;
        Assert.Equal(20, (await CallsAsync(host)).Count);
        Assert.InRange(clock.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(59));
    }

    [Fact]
    public async Task AnAnswerStaysInItsTopic()
    {
        await using var host = await IngressHost.StartAsync();
        var (ann, topic) = await ForumAsync(host);
        await ann.SayAsync("@wisdomwave_bot hello", threadId: topic, cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        Assert.Equal(new ChatAddress(ann.ChatId, ChatKind.Group, topic), turn.Question.Chat);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        var sent = Assert.Single(await host.Playground.Client.BotCallsAsync("sendMessage", ann.ChatId, Token));
        Assert.Equal(topic, sent.MessageThreadId);
    }

    [Fact]
    public async Task TheAnswerIsSentWhenTheTopicWasDeleted()
    {
        await using var host = await IngressHost.StartAsync();
        var (ann, topic) = await ForumAsync(host);
        await ann.SayAsync("@wisdomwave_bot hello", threadId: topic, cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        await host.FailAsync(new() { Method = "sendMessage", Status = 400, Description = "Bad Request: message thread not found" });
        turn.Complete("Hello!");
        Assert.Equal((0, PartState.Last), (await turn.ReportsAsync()).Select(report => (report.Part, report.Report.State)).Last());
        Assert.Equal([400, 200], (await host.Playground.Client.BotCallsAsync("sendMessage", ann.ChatId, Token)).Select(call => call.Status));
    }

    [Fact]
    public async Task TheAnswerIsSentWhenTheQuestionWasDeleted()
    {
        await using var host = await IngressHost.StartAsync();
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        var question = await ann.SayAsync("@wisdomwave_bot hello", cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        await ann.DeleteAsync(question.MessageId, Token);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        var sent = Assert.Single(await host.Playground.Client.BotCallsAsync("sendMessage", ann.ChatId, Token));
        Assert.Equal((200, null), (sent.Status, sent.ReplyTo));
    }

    [Fact]
    public async Task TheAnswerFollowsAMigrationToASupergroup()
    {
        await using var host = await IngressHost.StartAsync();
        var client = host.Playground.Client;
        var group = await client.AddGroupAsync(
            new NewGroup { Title = "Small", Type = "group", Members = new Dictionary<long, string> { [host.Ann.Id] = "creator" } }, Token);
        var ann = host.Ann.In(group.Id);
        await ann.SayAsync("@wisdomwave_bot hello", cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        turn.Delta("Hel");
        await ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
        var supergroup = await client.MigrateAsync(group.Id, Token);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        await Eventually.HoldsAsync(
            async () => (await ann.In(supergroup.Id).ReadAllAsync()).Any(message => message.Text == "Hello!"), "the answer in the supergroup");
    }

    private static async Task<List<FakeTurn>> AskTogetherAsync(IngressHost host, int count)
    {
        var turns = new List<FakeTurn>();
        for (var i = 0; i < count; i++)
        {
            var person = await host.Playground.Client.AddPersonAsync($"Member {i}", cancellationToken: Token);
            await person.In(PlaygroundClient.FriendsId).SayAsync($"@wisdomwave_bot question {i}", cancellationToken: Token);
            turns.Add(await host.Dialog.NextTurnAsync());
        }

        return turns;
    }

    private static async Task<List<(string Method, string? Text)>> CallsAsync(IngressHost host) =>
    [
        .. (await host.Playground.Client.BotCallsAsync(chatId: PlaygroundClient.FriendsId, cancellationToken: Token))
            .Where(call => call.Method != "sendChatAction").Select(call => (call.Method, call.Text)),
    ];

    private static async Task<(PlaygroundPerson Ann, int Topic)> ForumAsync(IngressHost host)
    {
        var client = host.Playground.Client;
        var forum = await client.AddGroupAsync(
            new NewGroup { Title = "Forum", Forum = true, Members = new Dictionary<long, string> { [host.Ann.Id] = "creator" } }, Token);
        var topic = await client.AddTopicAsync(forum.Id, "Topic", Token);
        return (host.Ann.In(forum.Id), topic.MessageId);
    }
}
