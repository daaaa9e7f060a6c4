using Telegram.Bot;
using Telegram.Bot.Types;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests.People;

public sealed class SendingTests : PlaygroundTest
{
    [Fact]
    public async Task AForwardedMessageKeepsItsContentAndNamesItsAuthor()
    {
        var friends = Playground.Boris.In(PlaygroundClient.FriendsId);
        var said = await friends.SendDocumentAsync("notes.txt", "text/plain", "milk"u8.ToArray(), caption: "buy this", cancellationToken: Cancellation);
        await Playground.Ann.ForwardAsync(said, cancellationToken: Cancellation);
        await Playground.Ann.ForwardAsync(said, hidden: true, Cancellation);
        var messages = (await Bot.GetUpdates(cancellationToken: Cancellation)).Select(update => update.Message!).ToList();
        Assert.All(messages, message => Assert.Equal(("buy this", said.Document!.FileId, "Ann"), (message.Caption, message.Document!.FileId, message.From!.FirstName)));
        Assert.Equal("Boris", Assert.IsType<MessageOriginUser>(messages[0].ForwardOrigin).SenderUser.FirstName);
        Assert.Equal("Boris", Assert.IsType<MessageOriginHiddenUser>(messages[1].ForwardOrigin).SenderUserName);
    }

    [Fact]
    public async Task AMessageThatIsForwardedTwiceNamesItsOriginalAuthor()
    {
        var said = await Playground.Boris.In(PlaygroundClient.FriendsId).SayAsync("hello", cancellationToken: Cancellation);
        var once = await Playground.Ann.In(PlaygroundClient.FriendsId).ForwardAsync(said, cancellationToken: Cancellation);
        var twice = await Playground.Ann.ForwardAsync(once, cancellationToken: Cancellation);
        Assert.Equal(Playground.Boris.Id, twice.ForwardOrigin!.SenderUser!.Id);
    }

    [Fact]
    public async Task AnAlbumIsOneMessageForEachPicture()
    {
        await Playground.Ann.SendAlbumAsync([new byte[10], new byte[20]], "two", Cancellation);
        var messages = (await Bot.GetUpdates(cancellationToken: Cancellation)).Select(update => update.Message!).ToList();
        Assert.Equal([("two", 10), (null, 20)], messages.Select(message => (message.Caption, message.Photo![0].FileSize ?? 0)));
        Assert.NotNull(Assert.Single(messages.Select(message => message.MediaGroupId).Distinct()));
    }

    [Fact]
    public async Task EachPersonSeesTheMenuOfTheirChatRoleAndLanguage()
    {
        await Bot.SetMyCommands([new("all", "all")], cancellationToken: Cancellation);
        await Bot.SetMyCommands([new("group", "group")], BotCommandScope.AllGroupChats(), cancellationToken: Cancellation);
        await Bot.SetMyCommands([new("group_ru", "group_ru")], BotCommandScope.AllGroupChats(), "ru", Cancellation);
        await Bot.SetMyCommands([new("admin", "admin")], BotCommandScope.AllChatAdministrators(), cancellationToken: Cancellation);
        var vera = await Playground.Client.AddPersonAsync("Вера", "ru-RU", Cancellation);
        Assert.Equal(
            ["all", "admin", "group", "group_ru", "all"],
            [
                await FirstAsync(Playground.Ann), await FirstAsync(Playground.Ann.In(PlaygroundClient.FriendsId)),
                await FirstAsync(Playground.Boris.In(PlaygroundClient.FriendsId)), await FirstAsync(vera.In(PlaygroundClient.FriendsId)), await FirstAsync(vera),
            ]);
        Assert.Equal("group_ru", Assert.Single(await Bot.GetMyCommands(BotCommandScope.AllGroupChats(), "ru", Cancellation)).Command);
        Assert.Empty(await Bot.GetMyCommands(BotCommandScope.AllPrivateChats(), cancellationToken: Cancellation));

        static async Task<string> FirstAsync(PlaygroundPerson person) => (await person.CommandsAsync(Cancellation))[0].Command;
    }
}
