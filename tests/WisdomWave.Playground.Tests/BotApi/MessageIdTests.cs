using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.ReplyMarkups;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests.BotApi;

/// <summary>Message numbering, and what the edit of a keyboard reveals about a message ID. A bot needs both to find a lost message.</summary>
public sealed class MessageIdTests : PlaygroundTest
{
    private const long Ann = 501_000_001;
    private const long Boris = 501_000_002;
    private const string NotFound = "Bad Request: message to edit not found";

    [Fact]
    public async Task ABotsPrivateChatsAndBasicGroupsShareOneCounter()
    {
        var group = await Playground.Client.AddGroupAsync(
            new NewGroup { Title = "Small", Type = "group", Members = new Dictionary<long, string> { [Ann] = "creator" } }, Cancellation);
        var first = (await Bot.SendMessage(Ann, "1", cancellationToken: Cancellation)).Id;
        Assert.Equal(
            [first + 1, first + 2, first + 3, first + 4],
            [
                (await Playground.Boris.SayAsync("2", cancellationToken: Cancellation)).MessageId,
                (await Bot.SendMessage(group.Id, "3", cancellationToken: Cancellation)).Id,
                (await Bot.SendMessage(Boris, "4", cancellationToken: Cancellation)).Id,
                (await Playground.Ann.In(group.Id).SayAsync("5", cancellationToken: Cancellation)).MessageId,
            ]);
    }

    [Fact]
    public async Task EachSupergroupHasItsOwnCounter()
    {
        var other = await Playground.Client.AddGroupAsync(new NewGroup { Title = "Other" }, Cancellation);
        var (here, there, alone) = (await SendAsync(PlaygroundClient.FriendsId), await SendAsync(other.Id), await SendAsync(Ann));
        Assert.Equal([here + 1, there + 1, alone + 1], [await SendAsync(PlaygroundClient.FriendsId), await SendAsync(other.Id), await SendAsync(Ann)]);
    }

    [Fact]
    public async Task EachBotHasItsOwnCounter()
    {
        var other = NewBot("110201544:another-token-of-the-tests");
        await SendAsync(Ann);
        await other.GetMe(Cancellation);
        var theirs = (await other.SendMessage(Ann, "x", cancellationToken: Cancellation)).Id;
        await SendAsync(Ann);
        Assert.Equal(theirs + 1, (await other.SendMessage(Boris, "x", cancellationToken: Cancellation)).Id);
    }

    [Fact]
    public async Task AnEditOfAKeyboardShowsWhetherAMessageExists()
    {
        var plain = await SendAsync(Ann);
        var buttons = (await Bot.SendMessage(
            Ann, "x", replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("x", "x")), cancellationToken: Cancellation)).Id;
        var question = (await Playground.Ann.SayAsync("x", cancellationToken: Cancellation)).MessageId;
        var elsewhere = await SendAsync(Boris);
        var deleted = await SendAsync(Ann);
        await Bot.DeleteMessage(Ann, deleted, Cancellation);
        var file = (await Bot.SendDocument(Ann, InputFile.FromStream(new MemoryStream([1]), "x.txt"), cancellationToken: Cancellation)).Id;

        Assert.StartsWith("Bad Request: message is not modified", await ProbeAsync(plain), StringComparison.Ordinal);
        Assert.StartsWith("Bad Request: message is not modified", await ProbeAsync(file), StringComparison.Ordinal);
        Assert.Equal("done", await ProbeAsync(buttons));
        Assert.StartsWith("Bad Request: message is not modified", await ProbeAsync(buttons), StringComparison.Ordinal);
        Assert.Equal("Bad Request: message can't be edited", await ProbeAsync(question));
        Assert.Equal(NotFound, await ProbeAsync(elsewhere));
        Assert.Equal(NotFound, await ProbeAsync(deleted));
        Assert.Equal(NotFound, await ProbeAsync(file + 1));
    }

    private async Task<int> SendAsync(long chat) => (await Bot.SendMessage(chat, "x", cancellationToken: Cancellation)).Id;

    private async Task<string> ProbeAsync(int id)
    {
        try
        {
            await Bot.EditMessageReplyMarkup(Ann, id, cancellationToken: Cancellation);
            return "done";
        }
        catch (ApiRequestException refused)
        {
            return refused.Message;
        }
    }
}
