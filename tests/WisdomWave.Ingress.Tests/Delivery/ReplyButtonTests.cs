using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class ReplyButtonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ButtonsAreUnderTheLastTextMessage()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Everything, please");
        var text = $"{new string('a', 3000)}\n\n{new string('b', 3000)}";
        turn.Complete(new Reply(text) { Buttons = [[new ReplyButton("Again", "again:1"), new ReplyButton("More", "more:1")], [new ReplyButton("Last", "last")]] });
        await turn.ReportsAsync();
        var messages = await Sent.MessagesAsync(host, 2);
        Assert.Null(messages[0].ReplyMarkup);
        Assert.Equal(
            [[("Again", "again:1"), ("More", "more:1")], [("Last", "last")]],
            messages[1].ReplyMarkup!.InlineKeyboard!.Select(row => row.Select(button => (button.Text, button.CallbackData!)).ToArray()));
    }

    [Fact]
    public async Task TheyReplaceTheStopButton()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hello");
        await host.Ann.ReadAnswerAsync(message => message.ReplyMarkup is not null, Token);
        turn.Complete(new Reply("Hello") { Buttons = [[new ReplyButton("Again", "again:1")]] });
        await host.Ann.ReadAnswerAsync(message => message.ReplyMarkup?.InlineKeyboard?[0][0].Text == "Again", Token);
    }

    [Fact]
    public async Task AnInvalidButtonIsOmitted()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        turn.Complete(new Reply("**Hello**") { Buttons = [[new ReplyButton("Long", new string('я', 33)), new ReplyButton(" ", "x")], [new ReplyButton("Good", "good")]] });
        await turn.ReportsAsync();
        var sent = await host.Ann.ReadAnswerAsync(message => message.Text == "Hello", Token);
        Assert.Equal("Good", Assert.Single(Assert.Single(sent.ReplyMarkup!.InlineKeyboard!)).Text);
        Assert.NotNull(sent.Entities);
    }
}
