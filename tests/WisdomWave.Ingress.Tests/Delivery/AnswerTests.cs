using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class AnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAnswerIsStreamedIntoOneMessage()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("What is the tide?");

        turn.Delta("The sea ");
        var growing = await host.Ann.ReadAnswerAsync(message => message.Text == "The sea", Token);
        turn.Delta("rises **twice");
        await host.Ann.ReadAnswerAsync(message => message.Text == "The sea rises **twice", Token);
        turn.Complete("The sea rises **twice** a day.");

        var answer = await host.Ann.ReadAnswerAsync(message => message.Text == "The sea rises twice a day.", Token);
        Assert.Equal("⏹", Assert.Single(Assert.Single(growing.ReplyMarkup!.InlineKeyboard!)).Text);
        Assert.Null(answer.ReplyMarkup);
        Assert.Equal(("bold", 14, 5), (answer.Entities![0].Type, answer.Entities[0].Offset, answer.Entities[0].Length));
        Assert.Equal(
            [(0, new PartReport(growing.MessageId, PartState.Placeholder)), (0, new PartReport(growing.MessageId, PartState.Last))],
            await turn.ReportsAsync());
    }

    [Fact]
    public async Task AnImmediateAnswerIsOneMessageWithoutEdits()
    {
        await using var host = await IngressHost.StartAsync("Delivery:FirstTextDelay=01:00:00");
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        turn.Complete("Hello!");

        Assert.Equal([(0, PartState.Last)], (await turn.ReportsAsync()).Select(report => (report.Part, report.Report.State)));
        var calls = await host.Playground.Client.BotCallsAsync(chatId: host.Ann.ChatId, cancellationToken: Token);
        Assert.Equal([("sendMessage", "Hello!")], calls.Select(call => (call.Method, call.Text)));
        // Dialog knew of the send before Telegram did, and which id it would exceed.
        Assert.Equal([(0, turn.Question.MessageId)], turn.Announced);
    }

    [Fact]
    public async Task TypingIsShownUntilTheFirstText()
    {
        await using var host = await IngressHost.StartAsync("Delivery:TypingInterval=00:00:00.050");
        var turn = await host.AskAsync("Hello");
        await Eventually.HoldsAsync(async () => await TypingAsync() >= 3, "typing three times");
        turn.Delta("0");
        Assert.Equal(PartState.Placeholder, (await turn.NextReportAsync()).Report.State);
        var shown = await TypingAsync();
        // Each of these edits comes at least as long after the one before as a "typing" would.
        for (var text = "0"; text.Length < 6; await host.Ann.ReadAnswerAsync(message => message.Text == text, Token))
            turn.Delta(Append(ref text));
        // One request may have been in progress.
        Assert.InRange(await TypingAsync(), shown, shown + 1);

        static string Append(ref string text)
        {
            text += text.Length;
            return text[^1..];
        }

        async Task<int> TypingAsync() => (await host.Playground.Client.BotCallsAsync("sendChatAction", host.Ann.ChatId, Token)).Count;
    }

    [Fact]
    public async Task ACommandIsAnsweredWithoutTyping()
    {
        await using var host = await IngressHost.StartAsync("Delivery:TypingInterval=00:00:00.050");
        host.Dialog.Streams = false;
        var turn = await host.AskAsync("/help");
        // Meanwhile another answer shows three times that it is being written.
        host.Dialog.Streams = true;
        await host.Boris.SayAsync("Hello", cancellationToken: Token);
        await host.Dialog.NextTurnAsync();
        await Eventually.HoldsAsync(
            async () => (await host.Playground.Client.BotCallsAsync("sendChatAction", host.Boris.ChatId, Token)).Count >= 3, "typing to Boris");
        turn.Complete("I can help.");
        await turn.ReportsAsync();
        var calls = await host.Playground.Client.BotCallsAsync(chatId: host.Ann.ChatId, cancellationToken: Token);
        Assert.Equal([("sendMessage", "I can help.")], calls.Select(call => (call.Method, call.Text)));
    }

    [Fact]
    public async Task EachPartOfALongAnswerIsSentAndReported()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Everything, please");
        var paragraphs = Enumerable.Range(0, 3).Select(i => $"{i}: {new string('a', 3000)}").ToList();
        turn.Complete(string.Join("\n\n", paragraphs), "from the cache");

        var reports = await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, paragraphs[0], paragraphs[1], paragraphs[2] + "\n\nfrom the cache");
        var messages = (await host.Ann.ReadAllAsync()).Where(message => message.From!.IsBot).ToList();
        Assert.Equal(("italic", 3005, 14), (messages[2].Entities![0].Type, messages[2].Entities![0].Offset, messages[2].Entities![0].Length));
        Assert.Equal(
            [
                (0, new PartReport(messages[0].MessageId, PartState.Final)),
                (1, new PartReport(messages[1].MessageId, PartState.Final)),
                (2, new PartReport(messages[2].MessageId, PartState.Last)),
            ],
            reports);
    }

    [Fact]
    public async Task AnAnswerTooLongForItsMessageContinuesInTheNext()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Everything, please");
        var first = new string('a', 3000);
        var second = new string('b', 3000);
        turn.Delta(first);
        await host.Ann.ReadAnswerAsync(message => message.Text == first, Token);
        turn.Delta("\n\n" + second);
        var next = await host.Ann.ReadAnswerAsync(message => message.Text == second, Token);
        Assert.NotNull(next.ReplyMarkup);
        await host.Ann.ReadAnswerAsync(message => message.Text == first && message.ReplyMarkup is null, Token);

        turn.Complete($"{first}\n\n{second} the end");
        var messages = await turn.ReportsAsync();
        Assert.Equal(
            [(0, PartState.Placeholder), (1, PartState.Placeholder), (0, PartState.Final), (1, PartState.Last)],
            messages.Select(report => (report.Part, report.Report.State)));
        await IngressHost.ReadsAsync(host.Ann, first, second + " the end");
    }

    [Fact]
    public async Task SurplusPartsAreDeleted()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Everything, please");
        turn.Delta(new string('a', 3000) + "\n\n" + new string('b', 3000));
        await host.Ann.ReadAnswerAsync(message => message.Text![0] == 'b', Token);
        turn.Fail("The model did not answer.");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "The model did not answer.");
    }

    [Fact]
    public async Task AnEmptyReplySendsNothing()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        turn.Complete("", "not even this");
        Assert.Equal([(0, new PartReport(0, PartState.Last))], await turn.ReportsAsync());
        Assert.Empty(await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token));
    }

    [Fact]
    public async Task ARestartedAnswerReplacesTheShownText()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        turn.Delta("Wrong");
        var shown = await host.Ann.ReadAnswerAsync(message => message.Text == "Wrong", Token);
        turn.Restart();
        turn.Delta("Right");
        Assert.Equal(shown.MessageId, (await host.Ann.ReadAnswerAsync(message => message.Text == "Right", Token)).MessageId);
    }

    [Fact]
    public async Task TheStopButtonStopsTheTurn()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        turn.Delta("On and on");
        var growing = await host.Ann.ReadAnswerAsync(message => message.Text == "On and on", Token);
        await host.Ann.PressAsync(growing, growing.ReplyMarkup!.InlineKeyboard![0][0].CallbackData!, Token);
        await Eventually.HoldsAsync(() => turn.IsStopped, "the turn is stopped");
    }

    [Fact]
    public async Task AnswersToOnePersonKeepTheOrderOfTheirQuestions()
    {
        await using var host = await IngressHost.StartAsync();
        var first = await host.AskAsync("One?");
        var second = await host.AskAsync("Two?");
        second.Complete("Two.");
        // Somebody else gets an answer to a later question meanwhile.
        await host.Boris.SayAsync("Three?", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("Three.");
        await host.Boris.ReadAnswerAsync(message => message.Text == "Three.", Token);
        first.Complete("One.");
        await second.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "One.", "Two.");
    }

    [Fact]
    public async Task AHangingAnswerDelaysNobodyElse()
    {
        await using var host = await IngressHost.StartAsync();
        await host.AskAsync("Hang, please");
        await host.Boris.SayAsync("Hello", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("Hello, Boris!");
        await host.Boris.ReadAnswerAsync(message => message.Text == "Hello, Boris!", Token);
    }
}
