using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;
using static WisdomWave.Ingress.Tests.Addressing.MessageBuilder;

namespace WisdomWave.Ingress.Tests.Addressing;

public sealed class AttachmentsTests
{
    private static readonly PhotoSize[] Sizes = [Size(90), Size(320), Size(800), Size(1280), Size(2560)];
    private static readonly Document Notes = new() { FileId = "d", FileUniqueId = "u", FileName = "notes.txt", MimeType = "text/plain", FileSize = 4 };

    public static TheoryData<string, Action<Message>, Attachment> Kinds => new()
    {
        { "photo", message => message.Photo = Sizes, new(AttachmentKind.Photo, "1280", Size: 1280) },
        { "large photo only", message => message.Photo = [Size(2560)], new(AttachmentKind.Photo, "2560", Size: 2560) },
        { "voice", message => message.Voice = new() { FileId = "v", FileUniqueId = "u", MimeType = "audio/ogg", FileSize = 9 }, new(AttachmentKind.Voice, "v", MediaType: "audio/ogg", Size: 9) },
        { "video note", message => message.VideoNote = new() { FileId = "n", FileUniqueId = "u" }, new(AttachmentKind.Voice, "n", MediaType: "video/mp4") },
        {
            "audio", message => message.Audio = new() { FileId = "a", FileUniqueId = "u", FileName = "song.mp3", MimeType = "audio/mpeg", FileSize = 7 },
            new(AttachmentKind.Audio, "a", "song.mp3", "audio/mpeg", 7)
        },
        { "document", message => message.Document = Notes, new(AttachmentKind.Document, "d", "notes.txt", "text/plain", 4) },
        { "animation", message => (message.Animation, message.Document) = (new() { FileId = "g", FileUniqueId = "u" }, Notes), new(AttachmentKind.Animation, "") },
        { "sticker", message => message.Sticker = new() { FileId = "s", FileUniqueId = "u" }, new(AttachmentKind.Sticker, "") },
        { "video", message => message.Video = new() { FileId = "m", FileUniqueId = "u" }, new(AttachmentKind.Video, "") },
        { "place", message => message.Location = new(), new(AttachmentKind.Location, "") },
        { "contact", message => message.Contact = new() { PhoneNumber = "1", FirstName = "B" }, new(AttachmentKind.Contact, "") },
        { "dice", message => message.Dice = new() { Emoji = "🎲", Value = 6 }, new(AttachmentKind.Dice, "") },
        { "venue", message => message.Venue = new() { Location = new(), Title = "Home", Address = "1" }, new(AttachmentKind.Location, "") },
        { "game", message => message.Game = new() { Title = "G", Description = "", Photo = [] }, new(AttachmentKind.Game, "") },
        { "story", message => message.Story = new() { Chat = new() }, new(AttachmentKind.Story, "") },
        { "poll", message => message.Poll = new() { Id = "1", Question = "?", Options = [] }, new(AttachmentKind.Poll, "") },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AttachmentsWithoutTextAreConverted(string kind, Action<Message> change, Attachment expected)
    {
        var message = Read(WithoutText(change));
        Assert.Equal((kind, "", expected), (kind, message!.Text, Assert.Single(message.Attachments)));
    }

    [Fact]
    public void ACaptionIsTheText()
    {
        var message = Read(Caption("@WiseBot what is this?").With(message => message.Photo = Sizes))!;
        Assert.Equal(("what is this?", AddressedBy.Mention, "1280"), (message.Text, message.AddressedBy, message.Attachments.Single().FileId));
    }

    [Fact]
    public void ACommandInACaptionCounts() =>
        Assert.Equal(AddressedBy.Command, Read(Caption("/help@WiseBot").With(message => message.Document = Notes))!.AddressedBy);

    [Fact]
    public void InAGroupAFileWithoutTextIsAddressedOnlyAsAReplyToTheBot()
    {
        var file = Group("").With(message => (message.Text, message.Document) = (null, Notes));
        Assert.Null(Read(file));
        Assert.Equal(AddressedBy.Reply, Read(file.ReplyingTo(BotUser, "Send me the notes."))!.AddressedBy);
    }

    [Fact]
    public void AttachmentsOfTheRepliedMessageAreIncluded() => Assert.Equal(
        [new Attachment(AttachmentKind.Photo, "1280", Size: 1280)],
        Read(Group("@WiseBot what is this?").With(message => message.ReplyToMessage = new Message { Id = 9, From = Ann, Photo = Sizes }))!.Attachments);

    [Fact]
    public void AttachmentsOfAnExternalReplyAreIncluded() => Assert.Equal(
        ["d"],
        Read(Private("what is this?").With(message => message.ExternalReply = new ExternalReplyInfo { Document = Notes }))!.Attachments.Select(file => file.FileId));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKindOfRepliedAttachmentIsIncluded(string kind, Action<Message> change, Attachment expected)
    {
        var replied = new Message { Id = 9, From = Ann };
        change(replied);

        var message = Read(Group("@WiseBot what is this?").With(message => message.ReplyToMessage = replied));

        Assert.Equal((kind, expected), (kind, Assert.Single(message!.Attachments)));
    }

    public static TheoryData<string, ExternalReplyInfo, AttachmentKind> ExternalReplies => new()
    {
        { "video", new() { Video = new() { FileId = "m", FileUniqueId = "u" } }, AttachmentKind.Video },
        { "sticker", new() { Sticker = new() { FileId = "s", FileUniqueId = "u" } }, AttachmentKind.Sticker },
        { "place", new() { Location = new() }, AttachmentKind.Location },
        { "contact", new() { Contact = new() { PhoneNumber = "1", FirstName = "B" } }, AttachmentKind.Contact },
        { "poll", new() { Poll = new() { Id = "1", Question = "?", Options = [] } }, AttachmentKind.Poll },
        { "dice", new() { Dice = new() { Emoji = "🎲", Value = 6 } }, AttachmentKind.Dice },
        { "story", new() { Story = new() { Chat = new() } }, AttachmentKind.Story },
        { "animation", new() { Animation = new() { FileId = "g", FileUniqueId = "u" } }, AttachmentKind.Animation },
    };

    [Theory]
    [MemberData(nameof(ExternalReplies))]
    public void UnsupportedContentInAnotherChatIsReported(string kind, ExternalReplyInfo external, AttachmentKind expected) => Assert.Equal(
        (kind, new Attachment(expected, "")), (kind, Assert.Single(Read(Private("what is this?").With(message => message.ExternalReply = external))!.Attachments)));

    [Fact]
    public void AttachmentsOfTheBotsOwnMessagesAreNotIncluded() => Assert.Empty(
        Read(Group("and this?").With(message => message.ReplyToMessage = new Message { Id = 9, From = BotUser, Document = Notes }))!.Attachments);

    [Fact]
    public void AlbumMessagesHaveAnAlbumId() =>
        Assert.Equal("7", Read(WithoutText(message => (message.Photo, message.MediaGroupId) = (Sizes, "7")))!.AlbumId);

    [Fact]
    public void FurtherMessagesOfAnAddressedAlbumAreAddressed()
    {
        var before = new RecentlyAddressed();
        Assert.Null(From(Caption(""), "8"));
        Assert.Equal(AddressedBy.Mention, From(Caption("@WiseBot compare"), "7")!.AddressedBy);
        Assert.Equal(("", AddressedBy.Mention, "7"), From(Caption(""), "7") is { } other ? (other.Text, other.AddressedBy, other.AlbumId) : default);
        Assert.Null(From(Caption(""), "8"));

        InboundMessage? From(MessageBuilder message, string album) => InboundMessages.From(
            3, message.With(message => (message.Photo, message.MediaGroupId) = (Sizes, album)).Build(), Bot, before);
    }

    public static TheoryData<MessageOrigin, string> Origins => new()
    {
        { new MessageOriginUser { SenderUser = new User { Id = 6, FirstName = "Boris", LastName = "K" } }, "Boris K" },
        { new MessageOriginHiddenUser { SenderUserName = "Somebody" }, "Somebody" },
        { new MessageOriginChat { SenderChat = new Chat { Id = -3, Type = ChatType.Supergroup, Title = "Neighbours" } }, "Neighbours" },
        { new MessageOriginChannel { Chat = new Chat { Id = -4, Type = ChatType.Channel, Title = "News" } }, "News" },
    };

    [Theory]
    [MemberData(nameof(Origins))]
    public void AForwardNamesItsOrigin(MessageOrigin origin, string name) =>
        Assert.Equal(name, Read(Private("look").With(message => message.ForwardOrigin = origin))!.ForwardedFrom);

    [Fact]
    public void AnEditIsMarked()
    {
        Assert.True(Read(Private("better"), isEdit: true)!.IsEdit);
        Assert.False(Read(Private("good"))!.IsEdit);
    }

    [Fact]
    public void AMovingLiveLocationIsIgnored() => Assert.Null(Read(WithoutText(message => message.Location = new() { LivePeriod = 60 }), isEdit: true));

    public static TheoryData<string, Action<Message>> ServiceMessages => new()
    {
        { "joined", message => message.NewChatMembers = [Ann] },
        { "left", message => message.LeftChatMember = Ann },
        { "title", message => message.NewChatTitle = "New" },
        { "pinned", message => message.PinnedMessage = new Message { Id = 1 } },
        { "topic", message => message.ForumTopicCreated = new() { Name = "Topic" } },
        { "migrated to", message => message.MigrateToChatId = -1005 },
        { "migrated from", message => message.MigrateFromChatId = -5 },
        { "unknown", _ => { } },
    };

    [Theory]
    [MemberData(nameof(ServiceMessages))]
    public void AServiceMessageIsIgnored(string kind, Action<Message> change) => Assert.Equal((kind, null), (kind, Read(WithoutText(change))));

    private static InboundMessage? Read(MessageBuilder message, bool isEdit = false) => InboundMessages.From(3, message.Build(), Bot, new RecentlyAddressed(), isEdit);

    private static MessageBuilder WithoutText(Action<Message> change) => Private("").With(message => message.Text = null).With(change);

    private static PhotoSize Size(int side) => new() { FileId = $"{side}", FileUniqueId = "u", Width = side, Height = side * 3 / 4, FileSize = side };
}
