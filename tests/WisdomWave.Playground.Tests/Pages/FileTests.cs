using Microsoft.Playwright;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.ReplyMarkups;
using WisdomWave.Testing.Playground;
using static Microsoft.Playwright.Assertions;

namespace WisdomWave.Playground.Tests.Pages;

public sealed class FileTests(Browser browser) : PlaygroundTest, IClassFixture<Browser>
{
    private const long Ann = 501_000_001;

    // One black pixel.
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task AFileWaitsForItsCaptionAndCanBeDownloaded()
    {
        var page = await browser.OpenAsync(Playground.Address);
        await PickAsync(page, "document", new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "milk"u8.ToArray() });
        await Expect(page.GetByTestId("tray-item")).ToContainTextAsync("notes.txt");
        await page.GetByTestId("composer-input").FillAsync("read this");
        await page.GetByTestId("composer-input").PressAsync("Enter");
        var message = Assert.Single(await UpdatesAsync()).Message!;
        Assert.Equal(("notes.txt", "read this"), (message.Document!.FileName, message.Caption));
        await Expect(page.GetByTestId("tray")).ToBeHiddenAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("document").ClickAsync());
        Assert.Equal("notes.txt", download.SuggestedFilename);
    }

    [Fact]
    public async Task SeveralPicturesAreAnAlbum()
    {
        var page = await browser.OpenAsync(Playground.Address);
        await PickAsync(page, "photo", [.. Enumerable.Range(1, 3).Select(i => new FilePayload { Name = $"{i}.png", MimeType = "image/png", Buffer = Png })]);
        await page.GetByTestId("tray-remove").First.ClickAsync();
        await page.GetByTestId("composer-input").FillAsync("two of them");
        await page.GetByTestId("send").ClickAsync();
        await Expect(page.Locator(".album").GetByTestId("photo")).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("bubble")).ToHaveCountAsync(1);
        var messages = (await UpdatesAsync(count: 2)).Select(update => update.Message!).ToList();
        Assert.Equal(["two of them", null], messages.Select(message => message.Caption));
        Assert.NotNull(Assert.Single(messages.Select(message => message.MediaGroupId).Distinct()));

        await page.GetByTestId("photo").Last.ClickAsync();
        await Expect(page.GetByTestId("picture")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task DroppedFilesWaitForTheirCaption()
    {
        var page = await browser.OpenAsync(Playground.Address);
        await page.EvaluateAsync("""
            () => {
              const data = new DataTransfer();
              data.items.add(new File(["milk"], "notes.txt", { type: "text/plain" }));
              document.querySelector("#app").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
            }
            """);
        await Expect(page.GetByTestId("tray-item")).ToContainTextAsync("notes.txt");
        await page.GetByTestId("composer-input").PressAsync("Escape");
        await Expect(page.GetByTestId("tray")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task AVoiceMessageIsSentImmediatelyAndHasAPlayer()
    {
        var page = await browser.OpenAsync(Playground.Address);
        await PickAsync(page, "voice", new FilePayload { Name = "voice.oga", MimeType = "audio/ogg", Buffer = new byte[4_000] });
        Assert.Equal("audio/ogg", Assert.Single(await UpdatesAsync()).Message!.Voice!.MimeType);
        await Expect(page.GetByTestId("player")).ToContainTextAsync("0:02");
    }

    [Fact]
    public async Task AMessageIsForwardedToAnotherChat()
    {
        await Bot.SendMessage(Ann, "The shop is closed.", cancellationToken: Cancellation);
        var page = await browser.OpenAsync(Playground.Address);
        await page.GetByTestId("message").HoverAsync();
        await page.GetByTestId("forward-message").ClickAsync();
        await page.GetByTestId("forward-to").Filter(new() { HasText = "Friends" }).ClickAsync();
        await Expect(page.GetByTestId("chat-title")).ToHaveTextAsync("Friends");
        await Expect(page.GetByTestId("forwarded")).ToHaveTextAsync("Forwarded from WisdomWave");
        await Expect(page.GetByTestId("message-text")).ToHaveTextAsync("The shop is closed.");
    }

    [Fact]
    public async Task AKeyboardShowsAPressAndIsEditedInPlace()
    {
        var page = await browser.OpenAsync(Playground.Address);
        InlineKeyboardButton[][] rows = [[Key("English"), Key("Русский")], [Key("Close")]];
        var sent = await Bot.SendMessage(Ann, "Language?", replyMarkup: new InlineKeyboardMarkup(rows), cancellationToken: Cancellation);
        await Expect(page.GetByTestId("keyboard").Locator("div")).ToHaveCountAsync(2);
        var button = page.GetByTestId("inline-button").Nth(1);
        await button.ClickAsync();
        await Expect(button).ToHaveClassAsync("waiting");
        var pressed = Assert.Single(await UpdatesAsync()).CallbackQuery!;
        await Bot.AnswerCallbackQuery(pressed.Id, cancellationToken: Cancellation);
        await Expect(button).Not.ToHaveClassAsync("waiting");
        await Bot.EditMessageText(Ann, sent.Id, "Русский.", replyMarkup: new InlineKeyboardMarkup(Key("Закрыть")), cancellationToken: Cancellation);
        await Expect(page.GetByTestId("inline-button")).ToHaveTextAsync(["Закрыть"]);

        static InlineKeyboardButton Key(string text) => InlineKeyboardButton.WithCallbackData(text, text);
    }

    [Fact]
    public async Task TheMenuDependsOnTheChatTheLanguageAndTheRole()
    {
        await MenuAsync(BotCommandScope.AllPrivateChats(), "alone");
        await MenuAsync(BotCommandScope.AllGroupChats(), "together");
        await MenuAsync(BotCommandScope.AllChatAdministrators(), "admin");
        await Bot.SetMyCommands([new("alone", "наедине")], BotCommandScope.AllPrivateChats(), "ru", Cancellation);

        var page = await browser.OpenAsync(Playground.Address, "ru-RU");
        await Expect(await OpenMenuAsync()).ToHaveTextAsync("/aloneнаедине");
        await page.GetByTestId("chat-group").ClickAsync();
        await Expect(await OpenMenuAsync()).ToHaveTextAsync("/adminadmin");
        await page.GetByTestId("person-boris").ClickAsync();
        await Expect(await OpenMenuAsync()).ToHaveTextAsync("/togethertogether");
        await Playground.Client.SetMemberAsync(PlaygroundClient.FriendsId, Playground.Boris.Id, "administrator", Cancellation);
        // Opening a menu closes the previous one.
        await Expect(page.GetByTestId("commands-popup")).ToBeHiddenAsync();
        await Expect(await OpenMenuAsync()).ToHaveTextAsync("/adminadmin");

        Task MenuAsync(BotCommandScope scope, string word) => Bot.SetMyCommands([new(word, word)], scope, cancellationToken: Cancellation);

        async Task<ILocator> OpenMenuAsync()
        {
            await page.GetByTestId("commands-button").ClickAsync();
            return page.GetByTestId("commands-popup").Locator("button");
        }
    }

    private static async Task PickAsync(IPage page, string kind, params FilePayload[] files)
    {
        await page.GetByTestId("attach").ClickAsync();
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByTestId($"attach-{kind}").ClickAsync());
        await chooser.SetFilesAsync(files);
    }
}
