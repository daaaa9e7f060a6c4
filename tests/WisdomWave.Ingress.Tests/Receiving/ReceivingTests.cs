using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class ReceivingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnUpdateThatDialogHasNotAcceptedIsNotConfirmed()
    {
        await using var host = await IngressHost.StartAsync();
        host.Dialog.IsAway = true;
        await host.Ann.SayAsync("Hello", cancellationToken: Token);
        await Eventually.HoldsAsync(() => host.Dialog.Refused >= 2, "the message is rejected twice");
        // Ingress stops before dialog is back.
        await host.StopIngressAsync();
        host.Dialog.IsAway = false;
        await host.StartIngressAsync();
        Assert.Equal("Hello", (await host.Dialog.NextTurnAsync()).Question.Text);
    }

    [Fact]
    public async Task AnUpdateIsPostedOnceDialogIsReachable()
    {
        await using var host = await IngressHost.StartAsync();
        host.Dialog.IsAway = true;
        await host.Ann.SayAsync("Hello", cancellationToken: Token);
        await Eventually.HoldsAsync(() => host.Dialog.Refused >= 2, "the message is rejected twice");
        host.Dialog.IsAway = false;
        (await host.Dialog.NextTurnAsync()).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
        Assert.Single(host.Warnings, line => line.StartsWith("Dialog is unreachable: it returned 503.", StringComparison.Ordinal));
        Assert.Single(host.Log.Of(LogLevel.Information), "Dialog is reachable again.");
    }

    [Fact]
    public async Task AMessageThatMakesDialogFailIsSkippedAndTheNextIsPosted()
    {
        await using var host = await IngressHost.StartAsync();
        var tries = 0;
        host.Dialog.Refuses = message => message.Text == "poison" && Interlocked.Increment(ref tries) > 0 ? 500 : null;
        await host.Ann.SayAsync("poison", cancellationToken: Token);
        Assert.Equal("And now?", (await host.AskAsync("And now?")).Question.Text);
        Assert.Equal(5, tries);
        Assert.Single(host.Errors, line => line.StartsWith("Dialog failed 5 times (500) on update ", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.All, line => line.StartsWith("Dialog is unreachable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AMigrationThatMakesDialogFailIsSkippedAndTheNextUpdateIsPosted()
    {
        await using var host = await IngressHost.StartAsync();
        host.Dialog.FailsToMove = true;
        var group = await host.Playground.Client.AddGroupAsync(
            new NewGroup { Title = "Small", Type = "group", Members = new Dictionary<long, string> { [host.Ann.Id] = "creator" } }, Token);
        await host.Playground.Client.MigrateAsync(group.Id, Token);
        Assert.Equal("And now?", (await host.AskAsync("And now?")).Question.Text);
        Assert.Equal(5, host.Dialog.Moves.Count);
        Assert.Single(host.Errors, line => line.StartsWith("Dialog failed 5 times (500) on update ", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.All, line => line.StartsWith("Dialog is unreachable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AMessageIsRetriedWhileDialogIsUnavailable()
    {
        await using var host = await IngressHost.StartAsync();
        var tries = 0;
        host.Dialog.Refuses = _ => Interlocked.Increment(ref tries) switch { 1 => 502, 2 => 504, < 6 => 503, _ => null };
        Assert.Equal("Hello", (await host.AskAsync("Hello")).Question.Text);
        Assert.Equal(6, tries);
    }

    [Fact]
    public async Task AnAcceptedUpdateIsConfirmedBeforeItsAnswerIsComplete()
    {
        await using var host = await IngressHost.StartAsync();
        var first = await host.AskAsync("One?");
        // The next poll confirms the update, so a restart does not receive it again.
        await host.AskAsync("Two?");
        await host.StopIngressAsync();
        await host.StartIngressAsync();
        Assert.Equal("Three?", (await host.AskAsync("Three?")).Question.Text);
        Assert.Equal(1, first.Joins);
    }

    [Fact]
    public async Task ADuplicateUpdateIsAnsweredOnce()
    {
        await using var host = await IngressHost.StartAsync();
        await host.Playground.Client.InjectUpdateFaultAsync(new UpdateFault { Duplicates = 1 }, Token);
        var turn = await host.AskAsync("Hello");
        await Eventually.HoldsAsync(() => turn.Joins == 2, "the message is posted twice");
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        (await host.AskAsync("And now?")).Complete("Now.");
        await IngressHost.ReadsAsync(host.Ann, "Hello!", "Now.");
    }

    [Fact]
    public async Task MessagesOfOneChatArePostedInOrder()
    {
        await using var host = await IngressHost.StartAsync();
        const int count = 30;
        await host.Playground.Client.InjectUpdateFaultAsync(new UpdateFault { Held = count - 1 }, Token);
        for (var i = 0; i < count; i++)
            await (i % 2 == 0 ? host.Ann : host.Boris).SayAsync($"{i}", cancellationToken: Token);
        var turns = new List<FakeTurn>();
        for (var i = 0; i < count; i++)
            turns.Add(await host.Dialog.NextTurnAsync());
        foreach (var chat in turns.GroupBy(turn => turn.Question.Chat.Id))
            Assert.Equal(chat.OrderBy(turn => turn.Question.UpdateId), chat);
    }

    [Fact]
    public async Task AMessageThatDialogRefusesIsSkipped()
    {
        await using var host = await IngressHost.StartAsync();
        host.Dialog.Refuses = message => message.Text == "bad" ? 400 : null;
        await host.Ann.SayAsync("bad", cancellationToken: Token);
        Assert.Equal("good", (await host.AskAsync("good")).Question.Text);
        Assert.Single(host.Errors, line => line.StartsWith("Dialog rejected update", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnreadableUpdatesAreSkipped()
    {
        await using var host = await IngressHost.StartAsync();
        string[] updates =
        [
            """{"message":"text"}""",
            """{"message":{"message_id":"x"}}""",
            """{"message":{"message_id":1,"date":1,"text":"no chat"}}""",
            """{"message":{"message_id":1,"date":99999999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":false,"first_name":"A"},"text":"when"}}""",
            """{"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"cellar"},"text":"where"}}""",
            """{"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"who"}}""",
            """{"callback_query":{"id":7}}""",
            """{"something_new":{"a":[[[[]]]]}}""",
            """{"message":null}""",
            """{}""",
        ];
        foreach (var update in updates)
            await host.Playground.Client.InjectUpdateAsync(JsonNode.Parse(update)!.AsObject(), Token);
        Assert.Equal("Still there?", (await host.AskAsync("Still there?")).Question.Text);
    }

    [Fact]
    public async Task UnaddressedGroupMessagesAreNotPosted()
    {
        await using var host = await IngressHost.StartAsync();
        var state = await host.Playground.Client.StateAsync(Token);
        await host.Playground.Client.ChangeBotAsync(state.Bots[0].User.Id, new() { PrivacyMode = false }, Token);
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        await ann.SayAsync("забудь", cancellationToken: Token);
        await ann.SayAsync("/help@other_bot", cancellationToken: Token);
        await ann.SayAsync("@wisdomwave_bot забудь", cancellationToken: Token);
        Assert.Equal("забудь", (await host.Dialog.NextTurnAsync()).Question.Text);
        Assert.Equal("Only this", (await host.AskAsync("Only this")).Question.Text);
    }

    [Theory]
    [InlineData(BotFaultKind.Answer, 500)]
    [InlineData(BotFaultKind.Answer, 429)]
    [InlineData(BotFaultKind.Cut, 0)]
    public async Task ReceivingContinuesAfterTelegramFailed(BotFaultKind kind, int status)
    {
        await using var host = await IngressHost.PrepareAsync();
        await host.FailAsync(new BotFault { Method = "getUpdates", Kind = kind, Status = status, RetryAfter = 1, Times = 2 });
        await host.StartIngressAsync();
        Assert.Equal("Hello", (await host.AskAsync("Hello")).Question.Text);
        Assert.Single(host.Warnings, line => line.StartsWith("bot cannot receive updates from Telegram:", StringComparison.Ordinal));
        Assert.Single(host.Log.Of(LogLevel.Information), "bot is connected to Telegram again.");
    }

    [Fact]
    public async Task AConflictingReceiverIsLoggedOnceAndDegradesHealth()
    {
        await using var host = await IngressHost.PrepareAsync();
        const string conflict = "Conflict: terminated by other getUpdates request";
        await host.FailAsync(new BotFault { Method = "getUpdates", Status = 409, Description = conflict, Times = 1000 });
        await host.StartIngressAsync();
        await Eventually.HoldsAsync(() => host.Warnings.Count > 0, "the log line");
        Assert.Equal("Degraded", await host.Http.GetStringAsync("/health", Token));
        Assert.Equal(
            [$"bot cannot receive updates from Telegram: {conflict}. Retrying with increasing delays."],
            host.Warnings);
    }

    [Fact]
    public async Task ARejectedTokenIsLoggedOnce()
    {
        await using var host = await IngressHost.PrepareAsync();
        await host.FailAsync(new BotFault { Method = "getMe", Status = 401, Times = 1000 });
        await host.StartIngressAsync();
        await Eventually.HoldsAsync(async () => (await host.Playground.Client.BotCallsAsync("getMe", cancellationToken: Token)).Count >= 3, "the token is retried");
        Assert.Equal(
            ["Telegram rejects the token of bot. Set TELEGRAM_BOT_TOKEN to the token shown by @BotFather and restart. Until then, the bot retries once a minute."],
            host.Errors);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/alive", Token)).StatusCode);
        Assert.Equal("Degraded", await host.Http.GetStringAsync("/health", Token));
    }

    [Fact]
    public async Task OneBotsRejectedTokenDoesNotStopTheOthers()
    {
        await using var host = await IngressHost.PrepareAsync("Bots:0:Name=second", "Bots:0:Token=210201543:another-token-of-the-tests");
        await host.FailAsync(new BotFault { Method = "getMe", Status = 401, BotId = 210201543, Times = 1000 });
        await host.StartIngressAsync();
        var ann = host.Ann.With(110201543);
        await ann.SayAsync("Hello", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("Hello!");
        await IngressHost.ReadsAsync(ann, "Hello!");
        Assert.Equal("Degraded", await host.Http.GetStringAsync("/health", Token));
    }
}
