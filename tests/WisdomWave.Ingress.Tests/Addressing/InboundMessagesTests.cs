using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;
using static WisdomWave.Ingress.Tests.Addressing.MessageBuilder;

namespace WisdomWave.Ingress.Tests.Addressing;

public sealed class InboundMessagesTests
{
    [Fact]
    public void APrivateMessageIsConvertedCompletely() => Assert.Equal(
        new InboundMessage
        {
            Bot = Bot,
            UpdateId = 3,
            Chat = new ChatAddress(5, ChatKind.Private),
            From = new Person(5, "Ann Lee", "en"),
            MessageId = 10,
            Text = "Hello @WiseBot  there",
            AddressedBy = AddressedBy.PrivateChat,
            SentAt = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
            IsChatAdmin = true,
        },
        Read(Private("Hello @WiseBot  there")));

    [Theory]
    [InlineData("@WiseBot what time is it", "what time is it")]
    [InlineData("@WiseBot, what time is it", "what time is it")]
    [InlineData("@WiseBot: what time is it", "what time is it")]
    [InlineData("what time is it @wisebot", "what time is it")]
    [InlineData("what time is it, @WiseBot?", "what time is it, ?")]
    [InlineData("so, @WiseBot, what time is it", "so, what time is it")]
    [InlineData("tell @WiseBot to @Anna_K hello", "tell to @Anna_K hello")]
    [InlineData("@WiseBot\nline one\n  line two", "line one\n  line two")]
    [InlineData("@WiseBot @WiseBot hello", "hello")]
    [InlineData("@WiseBot /help", "/help")]
    [InlineData("/help@WiseBot", "/help")]
    [InlineData("/help@wisebot me", "/help me")]
    [InlineData("/help", "/help")]
    [InlineData("@WiseBot", "")]
    public void InAGroupTheBotsNameIsRemovedFromTheQuestion(string text, string expected)
    {
        Assert.Equal(expected, Read(Group(text))!.Text);
        Assert.Equal(expected, Read(Caption(text))!.Text);
    }

    [Fact]
    public void ACommandInAPrivateChatLosesTheBotsNameToo() => Assert.Equal("/help", Read(Private("/help@WiseBot"))!.Text);

    [Theory]
    [InlineData(42, true, 42)]
    [InlineData(1, true, null)]
    [InlineData(42, false, null)]
    public void OnlyForumTopicsAreTopics(int thread, bool isTopicMessage, int? expected) => Assert.Equal(
        new ChatAddress(-100, ChatKind.Group, expected),
        Read(Group("@WiseBot hi").InTopic(thread, isTopicMessage))!.Chat);

    [Fact]
    public void AnAnonymousAdminHasTheGroupsId() => Assert.Equal(
        new Person(-100, "Friends"),
        Read(Group("@WiseBot hi").With(message =>
            (message.From, message.SenderChat) = (new User { Id = 1087968824, IsBot = true, FirstName = "Group" }, message.Chat)))!.From);

    [Fact]
    public void TheRepliedMessageIsIncluded()
    {
        Assert.Equal(new QuotedMessage(9, "twelve", FromBot: true), Read(Group("why?").ReplyingTo(BotUser, "twelve"))!.ReplyTo);
        Assert.Equal(new QuotedMessage(9, "noon", FromBot: false), Read(Group("@WiseBot true?").ReplyingTo(Ann, "noon"))!.ReplyTo);
    }

    [Fact]
    public void OnlyTheQuotedPartIsIncluded() => Assert.Equal(
        new QuotedMessage(9, "noon", FromBot: false),
        Read(Group("@WiseBot true?").ReplyingTo(Ann, "It is noon now").With(message => message.Quote = new TextQuote { Text = "noon" }))!.ReplyTo);

    [Fact]
    public void AQuoteFromAnotherChatIsIncluded() => Assert.Equal(
        new QuotedMessage(8, "noon", FromBot: false),
        Read(Private("true?").With(message =>
            (message.ExternalReply, message.Quote) = (new ExternalReplyInfo { MessageId = 8 }, new TextQuote { Text = "noon" })))!.ReplyTo);

    [Fact]
    public void TheMessageThatOpenedATopicIsNotAQuote() => Assert.Null(Read(Group("@WiseBot hi").InTopic(4).With(message =>
        message.ReplyToMessage = new Message { Id = 4, From = Ann, ForumTopicCreated = new ForumTopicCreated() }))!.ReplyTo);

    [Fact]
    public void AMessageWithoutContentIsIgnored() => Assert.Null(Read(Private("").With(message => message.Text = null)));

    [Fact]
    public void AChannelThatWritesInAGroupIsTheAuthor() => Assert.Equal(
        new Person(-200, "News"),
        Read(Group("@WiseBot hi").With(message =>
            (message.From, message.SenderChat) = (
                new User { Id = 136817688, IsBot = true, FirstName = "Channel" }, new Chat { Id = -200, Type = ChatType.Channel, Title = "News" })))!.From);

    [Fact]
    public void AGroupMemberIsNotAnAdminUntilLookedUp() => Assert.False(Read(Group("/settings"))!.IsChatAdmin);

    private static InboundMessage? Read(MessageBuilder message) => InboundMessages.From(3, message.Build(), Bot, new RecentlyAddressed());
}
