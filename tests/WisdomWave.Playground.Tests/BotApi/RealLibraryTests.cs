using System.Text;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests.BotApi;

/// <summary>Every method that our bots call, through the library Telegram.Bot.</summary>
public sealed class RealLibraryTests : PlaygroundTest
{
    private static readonly ChatId Ann = 501_000_001;
    private static readonly ChatId Friends = PlaygroundClient.FriendsId;

    [Fact]
    public async Task AnyTokenIsABotAndTheFirstOneIsThePagesBot()
    {
        var first = await Bot.GetMe(Cancellation);
        var second = await NewBot("4242424242:another-good-token-00").GetMe(Cancellation);
        Assert.Equal((110201543, "wisdomwave_bot", false), (first.Id, first.Username, first.CanReadAllGroupMessages));
        Assert.Equal((4242424242, "wisdomwave_4242424242_bot"), (second.Id, second.Username));
    }

    [Fact]
    public async Task EachBotHasItsOwnPrivateChats()
    {
        var other = NewBot("4242424242:another-good-token-00");
        await Task.WhenAll(Bot.GetMe(Cancellation), other.GetMe(Cancellation));
        await Playground.Ann.With(4242424242).SayAsync("to the other one", cancellationToken: Cancellation);
        Assert.Empty(await Bot.GetUpdates(cancellationToken: Cancellation));
        Assert.Equal("to the other one", Assert.Single(await other.GetUpdates(cancellationToken: Cancellation)).Message!.Text);
    }

    [Fact]
    public async Task AMessageArrivesWithDetectedEntities()
    {
        var earlier = await Playground.Ann.SayAsync("earlier", cancellationToken: Cancellation);
        await Playground.Ann.SayAsync(
            new SaidMessage { From = Playground.Ann.Id, Text = "/start@wisdomwave_bot see https://example.org, @boris_playground", ReplyTo = earlier.MessageId, LanguageCode = "ru" }, Cancellation);
        var message = (await Bot.GetUpdates(cancellationToken: Cancellation))[1].Message!;
        Assert.Equal(("Ann", "ru", ChatType.Private, "earlier"), (message.From!.FirstName, message.From.LanguageCode, message.Chat.Type, message.ReplyToMessage!.Text));
        Assert.Equal(
            [(MessageEntityType.BotCommand, "/start@wisdomwave_bot"), (MessageEntityType.Url, "https://example.org"), (MessageEntityType.Mention, "@boris_playground")],
            message.Entities!.Zip(message.EntityValues!, (entity, text) => (entity.Type, text)));
    }

    [Fact]
    public async Task EntitiesAreTrimmedAndLimitedToAHundred()
    {
        var sent = await Bot.SendMessage(
            Ann, "bold код 😀  \n",
            entities: [new() { Type = MessageEntityType.Bold, Offset = 0, Length = 4 }, new() { Type = MessageEntityType.Pre, Offset = 5, Length = 3, Language = "c#" }],
            cancellationToken: Cancellation);
        Assert.Equal("bold код 😀", sent.Text);
        Assert.Equal([(MessageEntityType.Bold, 0, 4, null), (MessageEntityType.Pre, 5, 3, "c#")], sent.Entities!.Select(entity => (entity.Type, entity.Offset, entity.Length, entity.Language)));

        var many = await Bot.SendMessage(
            Ann, new string('x', 300), entities: Enumerable.Range(0, 150).Select(i => new MessageEntity { Type = MessageEntityType.Bold, Offset = i * 2, Length = 1 }), cancellationToken: Cancellation);
        Assert.Equal(100, many.Entities!.Length);
    }

    [Fact]
    public async Task HtmlBecomesEntities()
    {
        var sent = await Bot.SendMessage(
            Ann, "<b>a &amp; b</b> <pre><code class=\"language-csharp\">x &lt; y</code></pre> <a href=\"https://example.org\">link</a>", ParseMode.Html, cancellationToken: Cancellation);
        Assert.Equal("a & b x < y link", sent.Text);
        Assert.Equal(
            [(MessageEntityType.Bold, "a & b", null, null), (MessageEntityType.Pre, "x < y", "csharp", null), (MessageEntityType.TextLink, "link", null, "https://example.org/")],
            sent.Entities!.Zip(sent.EntityValues!, (entity, text) => (entity.Type, text, entity.Language, entity.Url is null ? null : new Uri(entity.Url).ToString())));
    }

    [Fact]
    public async Task AnEditShowsThePersonTheNewTextAndKeyboard()
    {
        var said = await Playground.Ann.SayAsync("question", cancellationToken: Cancellation);
        var sent = await Bot.SendMessage(Ann, "…", replyParameters: said.MessageId, cancellationToken: Cancellation);
        await Bot.EditMessageText(Ann, sent.Id, "done", replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("Again", "retry")), cancellationToken: Cancellation);
        var seen = await Playground.Ann.ReadAnswerAsync(message => message.Text == "done", Cancellation);
        Assert.Equal((sent.Id, "question", "retry"), (seen.MessageId, seen.ReplyToMessage!.Text, seen.ReplyMarkup!.InlineKeyboard![0][0].CallbackData));
    }

    [Fact]
    public async Task AButtonPressIsAnswered()
    {
        var sent = await Bot.SendMessage(Ann, "choose", replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("Yes", "yes")), cancellationToken: Cancellation);
        var seen = (await Playground.Ann.ReadAllAsync())[^1];
        var press = Playground.Ann.PressAsync(seen, "yes", Cancellation);
        var query = Assert.Single(await UpdatesAsync()).CallbackQuery!;
        Assert.Equal(("yes", sent.Id, "Ann"), (query.Data, query.Message!.Id, query.From.FirstName));
        await Bot.AnswerCallbackQuery(query.Id, "Noted", showAlert: true, cancellationToken: Cancellation);
        var answer = await press;
        Assert.Equal(("Noted", true), (answer.Text, answer.ShowAlert));
    }

    [Fact]
    public async Task AStoppedDraftIsReportedToTheBotAndDisappears()
    {
        await Bot.SendMessageDraft(501_000_001, 7, "", canStop: true, cancellationToken: Cancellation);
        await Bot.SendMessageDraft(501_000_001, 7, "half an ans", canStop: true, cancellationToken: Cancellation);
        var draft = await Playground.Ann.ReadDraftAsync(draft => draft.Text.Length > 0, Cancellation);
        Assert.Equal((7, "half an ans", true), (draft.DraftId, draft.Text, draft.CanStop));

        await Playground.Ann.StopDraftAsync(7, Cancellation);
        var stopped = Assert.Single(await UpdatesAsync()).StoppedMessageGeneration!;
        Assert.Equal((501_000_001, 7), (stopped.Chat.Id, stopped.DraftId));
        await Bot.SendMessageDraft(501_000_001, 7, "half an answer", canStop: true, cancellationToken: Cancellation);
        Assert.Empty((await Playground.Client.StateAsync(Cancellation)).Chats.First(chat => chat.Chat.Id == 501_000_001).Drafts);
    }

    [Fact]
    public async Task TheFinalMessageReplacesTheDraft()
    {
        await Bot.SendMessageDraft(501_000_001, 8, "half", cancellationToken: Cancellation);
        await Bot.SendMessage(Ann, "whole", cancellationToken: Cancellation);
        Assert.Empty((await Playground.Client.StateAsync(Cancellation)).Chats.First(chat => chat.Chat.Id == 501_000_001).Drafts);
    }

    [Fact]
    public async Task FilesCanBeSentInBothDirections()
    {
        await Playground.Ann.SendFileAsync("notes.txt", "text/plain", "remember the milk"u8.ToArray(), caption: "read this", cancellationToken: Cancellation);
        var message = Assert.Single(await Bot.GetUpdates(cancellationToken: Cancellation)).Message!;
        Assert.Equal(("notes.txt", "read this"), (message.Document!.FileName, message.Caption));
        using var content = new MemoryStream();
        await Bot.GetInfoAndDownloadFile(message.Document.FileId, content, Cancellation);
        Assert.Equal("remember the milk", Encoding.UTF8.GetString(content.ToArray()));

        using var answer = new MemoryStream("# Whole answer"u8.ToArray());
        var sent = await Bot.SendDocument(Ann, InputFile.FromStream(answer, "answer.md"), "the whole answer", cancellationToken: Cancellation);
        Assert.Equal(("answer.md", 14, "the whole answer"), (sent.Document!.FileName, sent.Document.FileSize, sent.Caption));
    }

    [Theory]
    [InlineData("photo")]
    [InlineData("voice")]
    [InlineData("audio")]
    public async Task APersonCanSendEveryKindOfFile(string kind)
    {
        await Playground.Ann.SendFileAsync("file.bin", "application/octet-stream", new byte[4_000], kind, cancellationToken: Cancellation);
        var message = Assert.Single(await Bot.GetUpdates(cancellationToken: Cancellation)).Message!;
        Assert.Equal(kind, message.Type.ToString(), ignoreCase: true);
    }

    [Fact]
    public async Task MenusAreSelectedByScopeAndLanguage()
    {
        await Bot.SetMyCommands([new("start", "Begin")], cancellationToken: Cancellation);
        await Bot.SetMyCommands([new("start", "Начать")], languageCode: "ru", cancellationToken: Cancellation);
        await Bot.SetMyCommands([new("forget", "Forget")], BotCommandScope.AllChatAdministrators(), cancellationToken: Cancellation);
        Assert.Equal("Начать", Assert.Single(await Bot.GetMyCommands(languageCode: "ru", cancellationToken: Cancellation)).Description);

        Assert.Equal("Begin", await MenuAsync(501_000_001, 501_000_001));
        Assert.Equal("Forget", await MenuAsync(PlaygroundClient.FriendsId, 501_000_001));
        Assert.Equal("Begin", await MenuAsync(PlaygroundClient.FriendsId, 501_000_002));
        await Bot.DeleteMyCommands(cancellationToken: Cancellation);
        Assert.Empty(await Bot.GetMyCommands(cancellationToken: Cancellation));

        async Task<string> MenuAsync(long chat, long person)
        {
            using var http = new HttpClient { BaseAddress = Playground.Address };
            var menu = await System.Net.Http.Json.HttpClientJsonExtensions.GetFromJsonAsync<Playground.BotApi.Wire.BotCommand[]>(
                http, $"api/chats/{chat}/commands?person={person}", PlaygroundJson.Options, Cancellation);
            return Assert.Single(menu!).Description;
        }
    }

    [Fact]
    public async Task ChatsAndMembersHaveTelegramsProperties()
    {
        var chat = await Bot.GetChat(Friends, Cancellation);
        var administrators = await Bot.GetChatAdministrators(Friends, cancellationToken: Cancellation);
        var boris = await Bot.GetChatMember(Friends, 501_000_002, Cancellation);
        var me = await Bot.GetChatMember(Friends, 110201543, Cancellation);
        Assert.Equal((ChatType.Supergroup, "Friends"), (chat.Type, chat.Title));
        Assert.Equal(["Ann"], administrators.Select(member => member.User.FirstName));
        Assert.Equal((ChatMemberStatus.Member, ChatMemberStatus.Member), (boris.Status, me.Status));
    }

    [Fact]
    public async Task TheOtherMethodsAreAccepted()
    {
        var sent = await Bot.SendMessage(Ann, "hello", cancellationToken: Cancellation);
        await Bot.SendChatAction(Ann, ChatAction.Typing, cancellationToken: Cancellation);
        await Bot.SetMyDescription("What I do", cancellationToken: Cancellation);
        await Bot.SetMyShortDescription("Short", cancellationToken: Cancellation);
        await Bot.SetMyName("Wave", cancellationToken: Cancellation);
        await Bot.PinChatMessage(Ann, sent.Id, cancellationToken: Cancellation);
        await Bot.SetMessageReaction(Ann, sent.Id, ["👍"], cancellationToken: Cancellation);
        Assert.Equal("What I do", (await Bot.GetMyDescription(cancellationToken: Cancellation)).Description);
        Assert.Equal(sent.Id, (await Bot.GetChat(Ann, Cancellation)).PinnedMessage!.Id);
        Assert.Equal(["👍"], (await Playground.Ann.ReadAllAsync())[^1].BotReactions);
        await Bot.DeleteMessage(Ann, sent.Id, Cancellation);
        await Bot.LogOut(Cancellation);
        await Bot.Close(Cancellation);
    }

    [Fact]
    public async Task TopicsSeparateMessages()
    {
        var forum = await Playground.Client.AddGroupAsync(new() { Title = "Forum", Forum = true }, Cancellation);
        var topic = await Playground.Client.AddTopicAsync(forum.Id, "Boats", Cancellation);
        var sent = await Bot.SendMessage(forum.Id, "in the topic", messageThreadId: topic.MessageId, cancellationToken: Cancellation);
        var general = await Bot.SendMessage(forum.Id, "in general", cancellationToken: Cancellation);
        await Bot.SendChatAction(forum.Id, ChatAction.Typing, messageThreadId: 1, cancellationToken: Cancellation);
        var refused = await Assert.ThrowsAsync<ApiRequestException>(() => Bot.SendMessage(forum.Id, "x", messageThreadId: 1, cancellationToken: Cancellation));
        Assert.Equal((topic.MessageId, true, null, "Bad Request: message thread not found"), (sent.MessageThreadId, sent.IsTopicMessage, general.MessageThreadId, refused.Message));
    }

    [Fact]
    public async Task AMigratedGroupNamesItsSupergroup()
    {
        var group = await Playground.Client.AddGroupAsync(new() { Title = "Small", Type = "group" }, Cancellation);
        var successor = await Playground.Client.MigrateAsync(group.Id, Cancellation);
        var moved = await Assert.ThrowsAsync<ApiRequestException>(() => Bot.SendMessage(group.Id, "x", cancellationToken: Cancellation));
        Assert.Equal(successor.Id, moved.Parameters!.MigrateToChatId);
        await Bot.SendMessage(successor.Id, "x", cancellationToken: Cancellation);
    }
}
