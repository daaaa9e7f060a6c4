using Microsoft.Playwright;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using WisdomWave.Testing.Playground;
using static Microsoft.Playwright.Assertions;

namespace WisdomWave.Playground.Tests.Pages;

public sealed class ChatPageTests(Browser browser) : PlaygroundTest, IClassFixture<Browser>
{
    private const long Ann = 501_000_001;

    [Fact]
    public async Task APersonWritesAndSeesTheAnswerStream()
    {
        var page = await browser.OpenAsync(Playground.Address);
        await page.GetByTestId("composer-input").FillAsync("hello\nthere");
        await page.GetByTestId("composer-input").PressAsync("Enter");
        var update = Assert.Single(await UpdatesAsync());
        // From now on the page gets the chat's events.
        await Expect(page.GetByTestId("message-text")).ToHaveTextAsync("hello\nthere");
        Assert.Equal(("hello\nthere", "en"), (update.Message!.Text, update.Message.From!.LanguageCode));

        await Browser.RecordAsync(page, "typing");
        await Bot.SendChatAction(Ann, ChatAction.Typing, cancellationToken: Cancellation);
        await Browser.HasShownAsync(page, "typing");
        var sent = await Bot.SendMessage(Ann, "Once", cancellationToken: Cancellation);
        var answer = page.Locator("[data-testid=message][data-from=bot]");
        await Expect(answer.GetByTestId("message-text")).ToHaveTextAsync("Once");
        await Bot.EditMessageText(Ann, sent.Id, "Once upon a time", cancellationToken: Cancellation);
        await Expect(answer.GetByTestId("message-text")).ToHaveTextAsync("Once upon a time");
        await Expect(answer.GetByTestId("edited-mark")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByTestId("message-text")).ToHaveTextAsync(["hello\nthere", "Once upon a time"]);
    }

    [Fact]
    public async Task EveryEntityIsDisplayed()
    {
        (MessageEntityType Type, string Text)[] parts =
        [
            (MessageEntityType.Bold, "bold"), (MessageEntityType.Italic, "italic"), (MessageEntityType.Underline, "under"), (MessageEntityType.Strikethrough, "struck"),
            (MessageEntityType.Spoiler, "hidden"), (MessageEntityType.Code, "code"), (MessageEntityType.Pre, "var x = 1;"), (MessageEntityType.TextLink, "link"),
            (MessageEntityType.Blockquote, "quote"), (MessageEntityType.ExpandableBlockquote, "long quote"),
        ];
        var text = string.Join(' ', parts.Select(part => part.Text));
        var entities = parts.Select(part => new MessageEntity
        {
            Type = part.Type,
            Offset = text.IndexOf(part.Text, StringComparison.Ordinal),
            Length = part.Text.Length,
            Url = part.Type == MessageEntityType.TextLink ? "https://example.org/" : null,
            Language = part.Type == MessageEntityType.Pre ? "csharp" : null,
        });
        await Bot.SendMessage(Ann, text, entities: entities, cancellationToken: Cancellation);

        var page = await browser.OpenAsync(Playground.Address);
        var shown = page.GetByTestId("message-text");
        foreach (var (selector, content) in new[]
        {
            ("strong", "bold"), ("em", "italic"), ("u", "under"), ("s", "struck"), (".spoiler", "hidden"), ("code.inline", "code"), ("figure pre", "var x = 1;"),
            ("figcaption span", "csharp"), ("a[href='https://example.org/'][rel~=noopener]", "link"), ("blockquote:not(.expandable)", "quote"), ("blockquote.expandable .folded", "long quote"),
        })
            await Expect(shown.Locator(selector).First).ToHaveTextAsync(content);
        await page.GetByTestId("spoiler").ClickAsync();
        await Expect(page.GetByTestId("spoiler")).ToHaveClassAsync("spoiler shown");
        await page.GetByTestId("expandable").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByTestId("expandable").GetByRole(AriaRole.Button)).ToHaveAttributeAsync("aria-expanded", "true");
    }

    [Fact]
    public async Task AHostileTextIsDisplayedAsText()
    {
        await Bot.SendMessage(
            Ann, "<img src=x onerror=alert(1)> click", entities: [new() { Type = MessageEntityType.TextLink, Offset = 29, Length = 5, Url = "https://example.org/\"><script>" }], cancellationToken: Cancellation);
        var page = await browser.OpenAsync(Playground.Address);
        await Expect(page.GetByTestId("message-text")).ToHaveTextAsync("<img src=x onerror=alert(1)> click");
        Assert.Equal(0, await page.GetByTestId("message-text").Locator("img, script").CountAsync());
    }

    [Fact]
    public async Task CommandsRepliesAndEditsWorkWithTheKeyboard()
    {
        await Bot.SetMyCommands([new("start", "Begin"), new("forget", "Clear")], cancellationToken: Cancellation);
        var page = await browser.OpenAsync(Playground.Address);
        var input = page.GetByTestId("composer-input");
        await input.FillAsync("/f");
        await Expect(page.GetByTestId("command-forget")).ToBeVisibleAsync();
        await input.PressAsync("Enter");
        await Expect(page.GetByTestId("message-text")).ToHaveTextAsync("/forget");

        await input.FillAsync("first vresion");
        await input.PressAsync("Enter");
        await Expect(page.GetByTestId("message")).ToHaveCountAsync(2);
        await input.PressAsync("ArrowUp");
        await Expect(input).ToHaveValueAsync("first vresion");
        await input.FillAsync("first version");
        await input.PressAsync("Enter");
        await Expect(page.GetByTestId("message-text").Last).ToHaveTextAsync("first version");

        await page.GetByTestId("message").Last.HoverAsync();
        await page.GetByTestId("message").Last.GetByTestId("reply").ClickAsync();
        await input.FillAsync("a reply");
        await input.PressAsync("Enter");
        await Expect(page.GetByTestId("message")).ToHaveCountAsync(3);
        var updates = await UpdatesAsync(count: 4);
        Assert.Equal(["/forget", "first vresion", null, "a reply"], updates.Select(update => update.Message?.Text));
        Assert.Equal(("first version", "first version"), (updates[2].EditedMessage!.Text, updates[3].Message!.ReplyToMessage!.Text));
    }

    [Fact]
    public async Task TheGroupHasTwoPeopleAndAButtonThatMentionsTheBot()
    {
        await Bot.GetMe(Cancellation);
        var page = await browser.OpenAsync(Playground.Address);
        await page.GetByTestId("person-boris").ClickAsync();
        await page.GetByTestId("chat-group").ClickAsync();
        await page.GetByTestId("mention-chip").ClickAsync();
        await page.Keyboard.TypeAsync("are you there?");
        await page.GetByTestId("send").ClickAsync();
        var message = Assert.Single(await UpdatesAsync()).Message!;
        Assert.Equal(("Boris", "@wisdomwave_bot are you there?", PlaygroundClient.FriendsId), (message.From!.FirstName, message.Text, message.Chat.Id));
        await page.GetByTestId("person-ann").ClickAsync();
        await Expect(page.GetByTestId("message").Locator(".author")).ToHaveTextAsync("Boris");
    }

    [Fact]
    public async Task ButtonsAndStopReachTheBot()
    {
        var page = await browser.OpenAsync(Playground.Address);
        await Bot.SendMessage(Ann, "choose", replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("Yes", "yes")), cancellationToken: Cancellation);
        await page.GetByTestId("inline-button").ClickAsync();
        var pressed = Assert.Single(await UpdatesAsync());
        await Browser.RecordAsync(page, "toast");
        await Bot.AnswerCallbackQuery(pressed.CallbackQuery!.Id, "Noted", cancellationToken: Cancellation);
        await Browser.HasShownAsync(page, "Noted");

        // The page's clock stands still, so the draft does not expire before a slow machine presses Stop.
        await page.Clock.SetFixedTimeAsync(DateTime.UtcNow);
        await Bot.SendMessageDraft(Ann, 5, "half an ans", canStop: true, cancellationToken: Cancellation);
        await Expect(page.GetByTestId("draft")).ToContainTextAsync("half an ans");
        await page.GetByTestId("stop-draft").ClickAsync();
        await Expect(page.GetByTestId("draft")).ToHaveCountAsync(0);
        Assert.Equal(5, Assert.Single(await UpdatesAsync(offset: pressed.Id + 1)).StoppedMessageGeneration!.DraftId);
    }

    [Theory]
    [InlineData("en-US", "This is the playground", "TELEGRAM_BOT_TOKEN")]
    [InlineData("ru-RU", "Это песочница", "OPENAI_API_KEY")]
    public async Task TheBannerExplainsThePlaygroundAndHowToGoLive(string locale, string text, string setting)
    {
        var page = await browser.OpenAsync(Playground.Address, locale);
        await Expect(page.GetByTestId("banner")).ToContainTextAsync(text);
        await page.GetByTestId("banner").Locator("summary").ClickAsync();
        await Expect(page.GetByTestId("banner")).ToContainTextAsync($"dotnet user-secrets --project WisdomWave.AppHost set {setting}");
    }

    [Fact]
    public async Task OnAPhoneTheChatCoversTheList()
    {
        var page = await browser.OpenAsync(Playground.Address, width: 390);
        await Expect(page.GetByTestId("composer-input")).ToBeHiddenAsync();
        await page.GetByTestId("chat-private").ClickAsync();
        await Expect(page.GetByTestId("composer-input")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.documentElement.scrollWidth === 390");
        await page.GetByTestId("back").ClickAsync();
        await Expect(page.GetByTestId("chat-list")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ThePageExplainsThatOnlyTheModelIsSimulated()
    {
        await using var playground = await PlaygroundServer.StartAsync(options => options.SimulatesTelegram = false, cancellationToken: Cancellation);
        var page = await browser.OpenAsync(playground.Address);
        await Expect(page.GetByTestId("model-only")).ToContainTextAsync("OPENAI_API_KEY");
    }
}
