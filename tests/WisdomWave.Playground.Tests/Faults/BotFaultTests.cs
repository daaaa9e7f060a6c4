using Telegram.Bot;
using Telegram.Bot.Exceptions;
using WisdomWave.Playground.BotApi;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests.Faults;

public sealed class BotFaultTests : PlaygroundTest
{
    private const long Ann = 501_000_001;

    [Fact]
    public async Task AnInjectedFloodWaitAffectsOneCallInOneChat()
    {
        await Playground.Client.FailAsync(new BotFault { Method = "sendMessage", ChatId = Ann, Status = 429, RetryAfter = 7 }, Cancellation);
        await Bot.SendMessage(PlaygroundClient.FriendsId, "elsewhere", cancellationToken: Cancellation);
        var wait = await Assert.ThrowsAsync<ApiRequestException>(() => Bot.SendMessage(Ann, "here", cancellationToken: Cancellation));
        Assert.Equal((429, "Too Many Requests: retry after 7", 7), (wait.ErrorCode, wait.Message, wait.Parameters!.RetryAfter));
        await Bot.SendMessage(Ann, "here", cancellationToken: Cancellation);
    }

    [Theory]
    [InlineData(500, "Internal Server Error")]
    [InlineData(403, "Forbidden: bot was blocked by the user")]
    [InlineData(400, "Bad Request: can't parse entities: injected by the playground")]
    public async Task AnInjectedErrorHasTelegramsText(int status, string description)
    {
        await Playground.Client.FailAsync(new BotFault { Status = status }, Cancellation);
        var error = await Assert.ThrowsAsync<ApiRequestException>(() => Bot.SendMessage(Ann, "x", cancellationToken: Cancellation));
        Assert.Equal((status, description), (error.ErrorCode, error.Message));
    }

    [Theory]
    [InlineData(BotFaultKind.Cut, 0)]
    [InlineData(BotFaultKind.CutAfter, 1)]
    public async Task AClosedConnectionDoesNotShowTheOutcome(BotFaultKind kind, int delivered)
    {
        await Playground.Client.FailAsync(new BotFault { Method = "sendMessage", Kind = kind }, Cancellation);
        await Assert.ThrowsAsync<RequestException>(() => Bot.SendMessage(Ann, "x", cancellationToken: Cancellation));
        Assert.Equal(delivered, (await Playground.Ann.ReadAllAsync()).Count);
        var call = Assert.Single(await Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Cancellation));
        Assert.Equal((kind, delivered == 1), (call.Fault, call.MessageId is not null));
    }

    [Fact]
    public async Task AHangingCallDoesNotBlockOtherCalls()
    {
        await Playground.Client.FailAsync(new BotFault { Kind = BotFaultKind.Hang, ChatId = Ann }, Cancellation);
        using var caller = new CancellationTokenSource();
        var hanging = Bot.SendMessage(Ann, "x", cancellationToken: caller.Token);
        await Bot.SendMessage(PlaygroundClient.FriendsId, "elsewhere", cancellationToken: Cancellation);
        Assert.False(hanging.IsCompleted);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task ACallCanBeExecutedWithoutAnAnswer()
    {
        await Playground.Client.FailAsync(new BotFault { Kind = BotFaultKind.HangAfter, ChatId = Ann }, Cancellation);
        using var caller = new CancellationTokenSource();
        var hanging = Bot.SendMessage(Ann, "x", cancellationToken: caller.Token);
        Assert.Equal("x", (await Playground.Ann.ReadAnswerAsync(message => message.Text == "x", Cancellation)).Text);
        Assert.False(hanging.IsCompleted);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task TheCallLogShowsWhatWasDelivered()
    {
        var said = await Playground.Ann.SayAsync("question", cancellationToken: Cancellation);
        var sent = await Bot.SendMessage(Ann, "…", replyParameters: said.MessageId, cancellationToken: Cancellation);
        await Bot.EditMessageText(Ann, sent.Id, "answer", cancellationToken: Cancellation);
        await Bot.GetUpdates(cancellationToken: Cancellation);

        var calls = await Playground.Client.BotCallsAsync(chatId: Ann, cancellationToken: Cancellation);
        Assert.Equal(
            [("sendMessage", sent.Id, said.MessageId, "…", 200), ("editMessageText", sent.Id, said.MessageId, "answer", 200)],
            calls.Select(call => (call.Method, call.MessageId, call.ReplyTo, call.Text, call.Status)));
        Assert.Equal(
            new Dictionary<string, long> { ["editMessageText 200"] = 1, ["getUpdates 200"] = 1, ["sendMessage 200"] = 1 },
            (await Playground.Client.CallLogSummaryAsync(Cancellation)).BotCalls);
        await Playground.Client.ClearCallLogAsync(Cancellation);
        Assert.Empty(await Playground.Client.BotCallsAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task WithFloodLimitsABurstIsRejected()
    {
        await Playground.Client.ChangeAsync(new() { FloodLimits = true }, Cancellation);

        // Far more messages than a chat allows in the time that a slow machine needs to send them.
        var failures = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Record.ExceptionAsync(() => Bot.SendMessage(Ann, $"{i}", cancellationToken: Cancellation)).AsTask()));

        var waits = failures.OfType<ApiRequestException>().ToList();
        Assert.NotEmpty(waits);
        Assert.All(waits, wait => Assert.Equal(429, wait.ErrorCode));
        Assert.All(waits, wait => Assert.InRange(wait.Parameters!.RetryAfter!.Value, 1, 5));
        Assert.Contains(null, failures);
        await Bot.SendMessage(PlaygroundClient.FriendsId, "nobody else waits", cancellationToken: Cancellation);
    }

    [Fact]
    public void APrivateChatAllowsABurstOfFour()
    {
        var gate = new FloodGate(new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        Assert.All(Enumerable.Range(0, 4), _ => Assert.Null(gate.Pass(Ann)));
        Assert.Equal(5, gate.Pass(Ann));
        Assert.Null(gate.Pass(Ann + 1));
    }

    [Fact]
    public void AGroupAllowsTwentyMessagesAMinute()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var gate = new FloodGate(time);
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(gate.Pass(-1));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(40, gate.Pass(-1));
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(gate.Pass(-1));
    }
}
