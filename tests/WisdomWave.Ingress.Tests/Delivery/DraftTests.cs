using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>Answers in Telegram's message drafts, or only shown when complete.</summary>
public sealed class DraftTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAnswerIsStreamedIntoADraftAndSentAsAMessage()
    {
        await using var host = await StartAsync(ReplyStyle.Drafts);
        var turn = await host.AskAsync("What is the tide?");
        var thinking = await host.Ann.ReadDraftAsync(draft => draft.Text.Length == 0, Token);
        turn.Delta("The **sea**");
        await host.Ann.ReadDraftAsync(draft => draft.Text == "The sea", Token);
        turn.Delta(" rises");
        var growing = await host.Ann.ReadDraftAsync(draft => draft.Text == "The sea rises", Token);
        Assert.Equal((thinking.DraftId, true, "bold"), (growing.DraftId, growing.CanStop, growing.Entities![0].Type));
        Assert.Empty(await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token));
        turn.Complete("The **sea** rises.");

        var report = Assert.Single(await turn.ReportsAsync());
        var answer = await host.Ann.ReadAnswerAsync(message => message.Text == "The sea rises.", Token);
        Assert.Equal((0, new PartReport(answer.MessageId, PartState.Last)), report);
        Assert.Empty(await host.Playground.Client.BotCallsAsync("sendChatAction", cancellationToken: Token));
        Assert.Empty(await host.Playground.Client.BotCallsAsync("editMessageText", cancellationToken: Token));
    }

    [Fact]
    public async Task StopOnADraftStopsTheTurn()
    {
        await using var host = await StartAsync(ReplyStyle.Drafts);
        var turn = await host.AskAsync("Hello");
        turn.Delta("On and on");
        var draft = await host.Ann.ReadDraftAsync(draft => draft.Text == "On and on", Token);
        await host.Ann.StopDraftAsync(draft.DraftId, Token);
        await Eventually.HoldsAsync(() => turn.IsStopped, "the turn is stopped");
        turn.Complete("On and on");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "On and on");
    }

    [Fact]
    public async Task AStopAffectsOnlyItsOwnTurn()
    {
        await using var host = await StartAsync(ReplyStyle.Drafts);
        var forAnn = await host.AskAsync("Hello");
        await host.Boris.SayAsync("Hello", cancellationToken: Token);
        var forBoris = await host.Dialog.NextTurnAsync();
        forAnn.Delta("Ann");
        forBoris.Delta("Boris");
        await host.Boris.ReadDraftAsync(draft => draft.Text == "Boris", Token);
        var draft = await host.Ann.ReadDraftAsync(draft => draft.Text == "Ann", Token);
        await host.Ann.StopDraftAsync(draft.DraftId, Token);
        await Eventually.HoldsAsync(() => forAnn.IsStopped, "Ann's turn is stopped");
        Assert.False(forBoris.IsStopped);
    }

    [Theory]
    [InlineData(404, "Not Found")]
    [InlineData(400, "Bad Request: method not found")]
    public async Task WithoutDraftSupportTheAnswerIsStreamedIntoAMessage(int status, string description)
    {
        await using var host = await StartAsync(ReplyStyle.Drafts);
        await host.FailAsync(new() { Method = "sendMessageDraft", Status = status, Description = description, Times = 10 });
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        var growing = await host.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
        Assert.NotNull(growing.ReplyMarkup);
        turn.Complete("Hello");
        Assert.Equal((0, new PartReport(growing.MessageId, PartState.Last)), (await turn.ReportsAsync())[^1]);
        Assert.Single(await host.Playground.Client.BotCallsAsync("sendMessageDraft", cancellationToken: Token));
    }

    [Fact]
    public async Task AFloodWaitSlowsTheDraftAndTheAnswerIsStillSent()
    {
        await using var host = await StartAsync(ReplyStyle.Drafts);
        await host.FailAsync(new() { Method = "sendMessageDraft", Status = 429, RetryAfter = 1 });
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        await host.Ann.ReadDraftAsync(draft => draft.Text == "Hel", Token);
        turn.Complete("Hello");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "Hello");
    }

    [Fact]
    public async Task ADraftIsRenewedBeforeItExpires()
    {
        await using var host = await StartAsync(ReplyStyle.Drafts, "Delivery:DraftRenewal=00:00:00.200");
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        await Eventually.HoldsAsync(
            async () => (await host.Playground.Client.BotCallsAsync("sendMessageDraft", cancellationToken: Token)).Count(call => call.Text == "Hel") >= 3,
            "the draft is shown three times");
    }

    [Fact]
    public async Task AfterARestartTheAnswerIsSentOnce()
    {
        await using var host = await StartAsync(ReplyStyle.Drafts);
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        var before = await host.Ann.ReadDraftAsync(draft => draft.Text == "Hel", Token);
        await host.StopIngressAsync();
        host.Dialog.Undelivered.Add(turn.Turn);
        await host.StartIngressAsync();
        turn.Delta("lo");
        Assert.Equal(before.DraftId, (await host.Ann.ReadDraftAsync(draft => draft.Text == "Hello", Token)).DraftId);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
    }

    [Fact]
    public async Task TheDraftShowsTheEndOfALongAnswer()
    {
        await using var host = await StartAsync(ReplyStyle.Drafts);
        var turn = await host.AskAsync("Everything, please");
        turn.Delta($"{new string('a', 3000)}\n\n{new string('b', 3000)}");
        await host.Ann.ReadDraftAsync(draft => draft.Text == new string('b', 3000), Token);
        turn.Complete($"{new string('a', 3000)}\n\n{new string('b', 3000)}");
        Assert.Equal([PartState.Final, PartState.Last], (await turn.ReportsAsync()).Select(report => report.Report.State));
    }

    [Fact]
    public async Task InAGroupDraftsAreEdits()
    {
        await using var host = await StartAsync(ReplyStyle.Drafts);
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        await ann.SayAsync("@wisdomwave_bot hello", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Delta("Hel");
        await ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
    }

    [Fact]
    public async Task WithStyleWholeOnlyTypingIsShownUntilTheAnswerIsComplete()
    {
        await using var host = await StartAsync(ReplyStyle.Whole, "Delivery:TypingInterval=00:00:00.050");
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        await Eventually.HoldsAsync(
            async () => (await host.Playground.Client.BotCallsAsync("sendChatAction", cancellationToken: Token)).Count >= 5, "typing is renewed");
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        var calls = await host.Playground.Client.BotCallsAsync(chatId: host.Ann.ChatId, cancellationToken: Token);
        Assert.Equal([("sendMessage", "Hello!")], calls.Where(call => call.Method != "sendChatAction").Select(call => (call.Method, call.Text)));
    }

    private static async Task<IngressHost> StartAsync(ReplyStyle style, params string[] settings)
    {
        var host = await IngressHost.StartAsync(settings);
        host.Dialog.Style = style;
        return host;
    }
}
