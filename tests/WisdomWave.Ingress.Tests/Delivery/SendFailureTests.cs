using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>Telegram's error responses to sends and edits.</summary>
public sealed class SendFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEditWithoutChangesCountsAsDone()
    {
        await using var host = await IngressHost.StartAsync();
        var (turn, message) = await StreamedAsync(host, "Hello");
        await host.FailAsync(new() { Method = "editMessageText", Status = 400, Description = "Bad Request: message is not modified: specified new message content" });
        turn.Complete("Hello");
        Assert.Equal((0, new PartReport(message, PartState.Last)), (await turn.ReportsAsync())[^1]);
        Assert.Single(await host.Playground.Client.BotCallsAsync("editMessageText", cancellationToken: Token));
    }

    [Fact]
    public async Task ADeletedPlaceholderIsSentAgain()
    {
        await using var host = await IngressHost.StartAsync();
        var (turn, message) = await StreamedAsync(host, "Hel");
        await host.FailAsync(new() { Method = "editMessageText", Status = 400, Description = "Bad Request: message to edit not found" });
        turn.Complete("Hello");
        var last = (await turn.ReportsAsync())[^1];
        Assert.NotEqual(message, last.Report.MessageId);
        await host.Ann.ReadAnswerAsync(sent => sent.MessageId == last.Report.MessageId && sent.Text == "Hello", Token);
    }

    [Fact]
    public async Task RejectedFormattingIsOmitted()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(new() { Method = "sendMessage", Status = 400 });
        turn.Complete("**Hello**");
        var (_, report) = (await turn.ReportsAsync())[^1];
        var sent = await host.Ann.ReadAnswerAsync(sent => sent.MessageId == report.MessageId && sent.Text == "Hello", Token);
        Assert.Equal(("Hello", null), (sent.Text, sent.Entities));
    }

    [Fact]
    public async Task ATextThatTelegramRejectsEvenWithoutFormattingIsGivenUp()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(new() { Method = "sendMessage", Status = 400, Times = 10 });
        turn.Complete("**Hello**");
        Assert.Equal([(0, new PartReport(0, PartState.Last))], await turn.ReportsAsync());
        Assert.Equal(2, (await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token)).Count);
    }

    /// <summary>The null document simulates a bug.</summary>
    [Fact]
    public async Task AReplyThatFailsBecauseOfABugIsGivenUpAndTheNextIsDelivered()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        host.Dialog.Redelivered[turn.Turn.Id] = new Redelivery(0, "I could not send it.");
        turn.Complete(new Reply("Hello!") { Documents = [null!] });

        var (_, last) = (await turn.ReportsAsync())[^1];
        Assert.Equal(PartState.Last, last.State);
        await host.Ann.ReadAnswerAsync(message => message.Text == "I could not send it.", Token);
        (await host.AskAsync("Still there?")).Complete("Yes.");
        await host.Ann.ReadAnswerAsync(message => message.Text == "Yes.", Token);
    }

    [Fact]
    public async Task NothingIsSentAgainToAChatThatBlockedTheBot()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.Ann.BlockBotAsync(cancellationToken: Token);
        turn.Delta("Hel");
        await Eventually.HoldsAsync(async () => await SendsAsync() == 1, "the first words are refused");
        turn.Complete("Hello");
        Assert.Equal([(0, new PartReport(0, PartState.Last))], await turn.ReportsAsync());
        Assert.Equal(1, await SendsAsync());

        async Task<int> SendsAsync() => (await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token)).Count;
    }

    [Theory]
    [InlineData(BotFaultKind.Cut, 0)]
    [InlineData(BotFaultKind.Answer, 500)]
    [InlineData(BotFaultKind.Answer, 502)]
    public async Task AMessageIsSentAgainAfterTelegramFailed(BotFaultKind kind, int status)
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(new() { Method = "sendMessage", Kind = kind, Status = status, Times = 2 });
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
    }

    [Fact]
    public async Task AFloodWaitIsHonouredAndTheLastEditIsStillSent()
    {
        var clock = HandMovedClock.Create();
        await using var host = await IngressHost.StartAsync(clock);
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        await clock.PassesUntilAsync(
            async () => (await host.Ann.ReadAllAsync()).Any(message => message.Text == "Hel"), "the first words");
        await host.FailAsync(new() { Method = "editMessageText", Status = 429, RetryAfter = 600 });
        turn.Delta("lo");
        await clock.PassesUntilAsync(async () => (await EditsAsync()).Count == 1, "the edit that gets the flood wait");
        turn.Complete("Hello!");

        // Other chats do not wait.
        await host.Boris.SayAsync("Hello", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("Hello, Boris!");
        await host.Boris.ReadAnswerAsync(answer => answer.Text == "Hello, Boris!", Token);
        Assert.Single(await EditsAsync());

        var started = clock.GetTimestamp();
        var reports = turn.ReportsAsync();
        await clock.PassesUntilAsync(() => reports.IsCompleted, "the last edit", TimeSpan.FromSeconds(30));
        Assert.InRange(clock.GetElapsedTime(started), TimeSpan.FromSeconds(590), TimeSpan.MaxValue);
        Assert.Equal([(0, PartState.Placeholder), (0, PartState.Last)], (await reports).Select(report => (report.Part, report.Report.State)));
        Assert.Equal([(429, "Hello"), (200, "Hello!")], (await EditsAsync()).Select(edit => (edit.Status, edit.Text)));

        async Task<IReadOnlyList<BotCallRecord>> EditsAsync() => await host.Playground.Client.BotCallsAsync("editMessageText", host.Ann.ChatId, Token);
    }

    private static async Task<(FakeTurn Turn, int MessageId)> StreamedAsync(IngressHost host, string text)
    {
        var turn = await host.AskAsync("Hello");
        turn.Delta(text);
        var message = await host.Ann.ReadAnswerAsync(message => message.Text == text, Token);
        return (turn, message.MessageId);
    }
}
