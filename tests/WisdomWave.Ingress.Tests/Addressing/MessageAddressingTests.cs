using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;
using static WisdomWave.Ingress.Tests.Addressing.MessageBuilder;

namespace WisdomWave.Ingress.Tests.Addressing;

public sealed class MessageAddressingTests
{
    private static readonly User OtherBot = new() { Id = 88, IsBot = true, FirstName = "Other", Username = "OtherBot" };

    [Theory]
    [InlineData("hello")]
    [InlineData("забудь")]
    [InlineData("/help")]
    public void EveryPrivateMessageIsAddressed(string text) => Assert.Equal(AddressedBy.PrivateChat, Addressed(Private(text)));

    [Theory]
    [InlineData("@WiseBot what time is it")]
    [InlineData("what time is it, @wisebot?")]
    public void InAGroupAMentionIsAddressed(string text)
    {
        Assert.Equal(AddressedBy.Mention, Addressed(Group(text)));
        Assert.Equal(AddressedBy.Mention, Addressed(Caption(text)));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("забудь")]
    [InlineData("forget")]
    [InlineData("ask @OtherBot")]
    [InlineData("write to me@WiseBot.example")]
    [InlineData("I said @WiseBotanist")]
    [InlineData("")]
    public void InAGroupOtherMessagesAreIgnored(string text) => Assert.Null(Addressed(Group(text)));

    [Fact]
    public void AMentionWithoutAnEntityIsIgnored() =>
        Assert.Null(Addressed(Group("see @WiseBot").With(message => message.Entities = null)));

    [Fact]
    public void ATextMentionIsAddressed() => Assert.Equal(AddressedBy.Mention, Addressed(Group("Wise, hello").With(message =>
        message.Entities = [new MessageEntity { Type = MessageEntityType.TextMention, Offset = 0, Length = 4, User = BotUser }])));

    [Fact]
    public void ATextMentionOfSomebodyElseIsIgnored() => Assert.Null(Addressed(Group("Anna, hello").With(message =>
        message.Entities = [new MessageEntity { Type = MessageEntityType.TextMention, Offset = 0, Length = 4, User = Ann }])));

    [Theory]
    [InlineData("/help", AddressedBy.Command)]
    [InlineData("/help@WiseBot", AddressedBy.Command)]
    [InlineData("/HELP@wisebot now", AddressedBy.Command)]
    [InlineData("/weather", null)]
    [InlineData("/weather Berlin", null)]
    [InlineData("/weather@WiseBot", AddressedBy.Command)]
    [InlineData("/weather, @WiseBot?", AddressedBy.Mention)]
    [InlineData("/help@OtherBot", null)]
    [InlineData("/help@OtherBot and @WiseBot", null)]
    [InlineData("try /help", null)]
    public void InAGroupACommandIsAddressedByItsBotNameOrIfTheBotHasIt(string text, AddressedBy? expected) => Assert.Equal(expected, Addressed(Group(text)));

    [Fact]
    public void AReplyToTheBotIsAddressed() => Assert.Equal(AddressedBy.Reply, Addressed(Group("and then?").ReplyingTo(BotUser, "once")));

    [Fact]
    public void AReplyToSomebodyElseIsIgnored() => Assert.Null(Addressed(Group("and then?").ReplyingTo(Ann, "once")));

    [Fact]
    public void AnUnknownCommandInAReplyToTheBotIsAddressed() =>
        Assert.Equal(AddressedBy.Reply, Addressed(Group("/weather").ReplyingTo(BotUser, "once")));

    [Theory]
    [InlineData("/weather", "weather")]
    [InlineData("/Help@WiseBot now", "Help")]
    [InlineData("help", null)]
    public void ACommandNameExcludesSlashAndBotName(string text, string? name) => Assert.Equal(name, CommandText.Name(Group(text).Build()));

    [Fact]
    public void ACommandToAnotherBotIsNotAddressedEvenInAReplyToThisBot() => Assert.Null(Addressed(Group("/help@OtherBot").ReplyingTo(BotUser, "once")));

    [Fact]
    public void AMessageInATopicThatTheBotOpenedIsNotAReplyToTheBot() => Assert.Null(Addressed(Group("hello").InTopic(4).With(message =>
        message.ReplyToMessage = new Message { Id = 4, From = BotUser, ForumTopicCreated = new ForumTopicCreated() })));

    [Fact]
    public void MessagesByBotsAreIgnored()
    {
        Assert.Null(Addressed(Private("hello").With(message => message.From = OtherBot)));
        Assert.Null(Addressed(Group("@WiseBot hello").With(message => message.From = OtherBot)));
    }

    [Fact]
    public void AnAnonymousAdminMayAddressTheBot() => Assert.Equal(AddressedBy.Mention, Addressed(Group("@WiseBot hello").With(message =>
        (message.From, message.SenderChat) = (new User { Id = 1087968824, IsBot = true, FirstName = "Group" }, message.Chat))));

    [Fact]
    public void AChannelThatWritesInAGroupMayAddressTheBot() => Assert.Equal(AddressedBy.Mention, Addressed(Group("@WiseBot hello").With(message =>
        (message.From, message.SenderChat) = (
            new User { Id = 136817688, IsBot = true, FirstName = "Channel" }, new Chat { Id = -200, Type = ChatType.Channel, Title = "News" }))));

    [Fact]
    public void ATextMentionInACaptionIsAddressed() => Assert.Equal(AddressedBy.Mention, Addressed(Caption("Wise, hello").With(message =>
        message.CaptionEntities = [new MessageEntity { Type = MessageEntityType.TextMention, Offset = 0, Length = 4, User = BotUser }])));

    [Fact]
    public void AnAutomaticForwardFromTheGroupsChannelIsIgnored() => Assert.Null(Addressed(Group("@WiseBot hello").With(message =>
        (message.SenderChat, message.IsAutomaticForward) = (new Chat { Id = -200, Type = ChatType.Channel }, true))));

    [Fact]
    public void AChannelPostIsNotAddressed() => Assert.Null(Addressed(Group("@WiseBot").With(message => message.Chat = new Chat { Id = -200, Type = ChatType.Channel })));

    [Fact]
    public void EntitiesOutsideTheTextAreIgnored() => Assert.Null(Addressed(Group("hello").With(message => message.Entities =
    [
        new MessageEntity { Type = MessageEntityType.Mention, Offset = 4, Length = 9 },
        new MessageEntity { Type = MessageEntityType.BotCommand, Offset = 0, Length = int.MaxValue },
        new MessageEntity { Type = MessageEntityType.Mention, Offset = -1, Length = 3 },
    ])));

    private static AddressedBy? Addressed(MessageBuilder message) => MessageAddressing.AddressedBy(message.Build(), Bot);
}
