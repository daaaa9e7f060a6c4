using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Faults;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <remarks>A button is answered without a toast when dialog takes longer than two seconds. Tests of the toast stop the clock.</remarks>
public sealed class ButtonPressTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task APressIsPostedAndItsToastShown()
    {
        await using var host = await IngressHost.StartAsync(HandMovedClock.Create());
        var message = await AnswerAsync(host);
        host.Dialog.Presses = _ => new PressOutcome("Saved.");
        Assert.Equal("Saved.", (await host.Ann.PressAsync(message, "set:language", Token)).Text);
        var press = Assert.Single(host.Dialog.Pressed);
        Assert.Equal(
            new ButtonPress
            {
                Bot = new BotIdentity(110201543, "wisdomwave_bot"),
                UpdateId = press.UpdateId,
                Chat = new ChatAddress(host.Ann.Id, ChatKind.Private),
                From = new Person(host.Ann.Id, "Ann", "en"),
                MessageId = message.MessageId,
                Data = "set:language",
                IsChatAdmin = true,
            },
            press);
    }

    [Fact]
    public async Task NoticesOfAPressAreDeliveredToOtherUsers()
    {
        await using var host = await IngressHost.StartAsync(HandMovedClock.Create());
        var message = await AnswerAsync(host);
        await host.Boris.SayAsync("hello", cancellationToken: Token);
        var borisTurn = await host.Dialog.NextTurnAsync();
        borisTurn.Complete("Hello.");
        await IngressHost.ReadsAsync(host.Boris, "Hello.");
        var notice = host.Dialog.BeginTurn(borisTurn.Turn with { Id = Guid.CreateVersion7(), Streams = false });
        notice.Complete(new Reply("Ann asks.") { Buttons = [[new ReplyButton("Let in", "let-in:1")]] });
        host.Dialog.Presses = _ => new PressOutcome("Asked.") { Notices = [notice.Turn] };

        Assert.Equal("Asked.", (await host.Ann.PressAsync(message, "let-me-in", Token)).Text);

        var read = await host.Boris.ReadAnswerAsync(one => one.Text == "Ann asks.", Token);
        Assert.Equal("let-in:1", read.ReplyMarkup!.InlineKeyboard!.Single().Single().CallbackData);
    }

    [Theory]
    [InlineData("a", 300, 199)]
    [InlineData("🙂", 150, 198)]
    public async Task ALongToastIsTruncated(string piece, int times, int length)
    {
        await using var host = await IngressHost.StartAsync(HandMovedClock.Create());
        var message = await AnswerAsync(host);
        var toast = string.Concat(Enumerable.Repeat(piece, times));
        host.Dialog.Presses = _ => new PressOutcome(toast);
        Assert.Equal(toast[..length] + "…", (await host.Ann.PressAsync(message, "x", Token)).Text);
    }

    [Fact]
    public async Task AReplacementIsShownInPlaceWithItsButtons()
    {
        await using var host = await IngressHost.StartAsync();
        var message = await AnswerAsync(host);
        host.Dialog.Presses = _ => new PressOutcome(Replacement: new Reply("**Settings**") { Buttons = [[new ReplyButton("A", "a"), new ReplyButton("B", "b")], [new ReplyButton("Close", "c")]] });
        await host.FailAsync(new BotFault { Method = "editMessageText", Status = 502 });
        await host.Ann.PressAsync(message, "settings", Token);
        var edited = await host.Ann.ReadAnswerAsync(one => one.Text == "Settings", Token);
        Assert.Equal((message.MessageId, "bold"), (edited.MessageId, edited.Entities!.Single().Type));
        Assert.Equal(["A:a B:b", "Close:c"], edited.ReplyMarkup!.InlineKeyboard!.Select(row => string.Join(' ', row.Select(key => $"{key.Text}:{key.CallbackData}"))));

        host.Dialog.Presses = _ => new PressOutcome(Replacement: new Reply("Done."));
        await host.Ann.PressAsync(edited, "c", Token);
        Assert.Null((await host.Ann.ReadAnswerAsync(one => one.Text == "Done.", Token)).ReplyMarkup);
    }

    [Fact]
    public async Task PressesUnderOneMessageAreHandledInOrder()
    {
        await using var host = await IngressHost.StartAsync();
        var message = await AnswerAsync(host);
        host.Dialog.Presses = press => new PressOutcome(press.Data, new Reply(press.Data));
        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => host.Ann.PressAsync(message, $"press {i}", Token)));
        var last = host.Dialog.Pressed[^1].Data;
        await IngressHost.ReadsAsync(host.Ann, last);
        Assert.Equal(host.Dialog.Pressed.OrderBy(press => press.UpdateId), host.Dialog.Pressed);
    }

    [Fact]
    public async Task ATurnStartedByAPressIsDelivered()
    {
        await using var host = await IngressHost.StartAsync();
        var message = await AnswerAsync(host);
        var turn = host.Dialog.BeginTurn(new TurnRef
        {
            Id = Guid.CreateVersion7(),
            BotId = 110201543,
            Chat = new ChatAddress(host.Ann.Id, ChatKind.Private),
            Delivered = [new DeliveredPart(0, message.MessageId, PartState.Placeholder)],
            Streams = true,
        });
        host.Dialog.Presses = _ => new PressOutcome(Turn: turn.Turn);
        await host.Ann.PressAsync(message, "again:1", Token);
        turn.Complete("Another answer.");
        await IngressHost.ReadsAsync(host.Ann, "Another answer.");
        Assert.Equal(PartState.Last, (await turn.ReportsAsync())[^1].Report.State);
    }

    [Fact]
    public async Task APressIsRetriedWhileDialogIsUnreachable()
    {
        var clock = HandMovedClock.Create();
        await using var host = await IngressHost.StartAsync(clock);
        var message = await AnswerAsync(host);
        host.Dialog.Presses = _ => new PressOutcome("Saved.");
        host.Dialog.IsAway = true;
        var pressing = host.Ann.PressAsync(message, "x", Token);
        await clock.PassesUntilAsync(() => host.Dialog.Refused >= 2, "the press is rejected twice");
        host.Dialog.IsAway = false;
        await clock.PassesUntilAsync(() => pressing.IsCompleted, "the press is answered");
        Assert.Equal("Saved.", (await pressing).Text);
    }

    [Fact]
    public async Task WhileDialogIsUnreachableThePressIsAnsweredAndAppliedLater()
    {
        await using var host = await IngressHost.StartAsync();
        var message = await AnswerAsync(host);
        host.Dialog.Presses = _ => new PressOutcome("Saved.", new Reply("New."));
        host.Dialog.IsAway = true;
        Assert.Null((await host.Ann.PressAsync(message, "x", Token)).Text);
        host.Dialog.IsAway = false;
        await IngressHost.ReadsAsync(host.Ann, "New.");
    }

    [Fact]
    public async Task APressThatDialogRejectsIsStillAnswered()
    {
        await using var host = await IngressHost.StartAsync(HandMovedClock.Create());
        var message = await AnswerAsync(host);
        host.Dialog.Presses = _ => throw new BadHttpRequestException("No.");
        Assert.Null((await host.Ann.PressAsync(message, "old", Token)).Text);
        Assert.Single(host.Errors, line => line.Contains("a button press, with status 400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task APressWithoutAMessageIsAnswered()
    {
        await using var host = await IngressHost.StartAsync();
        var update = """{"callback_query":{"id":"17","from":{"id":501000001,"is_bot":false,"first_name":"Ann"},"chat_instance":"1","game_short_name":"g"}}""";
        await host.Playground.Client.InjectUpdateAsync(JsonNode.Parse(update)!.AsObject(), Token);
        await Eventually.HoldsAsync(
            async () => (await host.Playground.Client.BotCallsAsync("answerCallbackQuery", cancellationToken: Token)).Count > 0, "the callback is answered");
        Assert.Empty(host.Dialog.Pressed);
    }

    [Fact]
    public async Task APressContainsTopicAndUser()
    {
        await using var host = await IngressHost.StartAsync();
        var client = host.Playground.Client;
        var forum = await client.AddGroupAsync(
            new() { Title = "Forum", Forum = true, Members = new Dictionary<long, string> { [host.Ann.Id] = "creator", [host.Boris.Id] = "member" } }, Token);
        var topic = (await client.AddTopicAsync(forum.Id, "Topic", Token)).MessageId;
        var ann = host.Ann.In(forum.Id);
        await ann.SayAsync("@wisdomwave_bot hello", threadId: topic, cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("Hello!");
        var message = await ann.ReadAnswerAsync(one => one.Text == "Hello!", Token);
        await ann.PressAsync(message, "x", Token);
        await host.Boris.In(forum.Id).PressAsync(message, "y", Token);
        Assert.Equal(
            [(new ChatAddress(forum.Id, ChatKind.Group, topic), host.Ann.Id, true), (new ChatAddress(forum.Id, ChatKind.Group, topic), host.Boris.Id, false)],
            host.Dialog.Pressed.Select(press => (press.Chat, press.From.Id, press.IsChatAdmin)));
    }

    private static async Task<Message> AnswerAsync(IngressHost host)
    {
        (await host.AskAsync("Hello")).Complete("Hello!");
        return await host.Ann.ReadAnswerAsync(message => message.Text == "Hello!", Token);
    }
}
