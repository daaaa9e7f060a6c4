using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Tests.Intake.Access;

/// <summary>A closed bot with the admin 1.</summary>
public class AdmissionTests
{
    private static readonly string[] Closed = ["--Access:Open=", "--Access:Admins=1"];

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AStrangerAsksForAccessAndTheAdminGrantsIt()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        await dialog.AskAsync("привет", person: 1, language: "ru");
        var refusal = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 6)));
        Assert.Equal("Sorry, this bot is for people whom its operator has let in. If you know the operator, send them your Telegram id: 6.", refusal.Markdown);

        var asked = await dialog.PressAsync(dialog.Press(refusal.Buttons![0][0].Data, person: 6));
        var notice = Assert.Single(asked.Notices!);
        var question = DialogService.ReplyOf(await dialog.JoinAsync(notice.Id));
        await dialog.ReportAsync(notice.Id, 0, new PartReport(100, PartState.Last));
        var decided = await dialog.PressAsync(dialog.Press(question.Buttons![0][0].Data, person: 1));
        var welcome = Assert.Single(decided.Notices!);

        Assert.Equal("I have asked. You will hear from me when you are let in.", asked.Toast);
        Assert.Equal(new ChatAddress(1, ChatKind.Private), notice.Chat);
        Assert.Equal("🚪 `Ann` (`6`) просит доступ к этому боту.", question.Markdown);
        Assert.Equal(["✓ Открыть доступ", "✖ Отклонить"], question.Buttons[0].Select(button => button.Text));
        Assert.Equal(new Reply("✓ `Ann` (`6`) may use this bot. /people shows everyone who may."), decided.Replacement);
        Assert.Equal(new ChatAddress(6, ChatKind.Private), welcome.Chat);
        Assert.StartsWith("🚪 You have been let in.", DialogService.ReplyOf(await dialog.JoinAsync(welcome.Id)).Markdown, StringComparison.Ordinal);
        Assert.Equal(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 6));
        await dialog.RestartAsync();
        Assert.Equal(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 6));
        await using var database = dialog.OpenDatabase();
        Assert.Null(await database.Turns.FirstOrDefaultAsync(turn => turn.Id == notice.Id, Token));
    }

    [Fact]
    public async Task ANoticeIsDeliveredAfterARestart()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var notice = Assert.Single((await dialog.PressAsync(dialog.Press("let-me-in", person: 6))).Notices!);

        await dialog.RestartAsync();

        Assert.Equal(notice.Id, Assert.Single(await dialog.UndeliveredAsync()).Id);
        Assert.StartsWith("🚪 ", DialogService.ReplyOf(await dialog.JoinAsync(notice.Id)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADeclinedPersonHasNoAccessAndCannotAskAgain()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        await dialog.PressAsync(dialog.Press("let-me-in", person: 6));

        Assert.Equal(new PressOutcome(Replacement: new Reply("✖ `Ann` (`6`) was not let in.")), await dialog.PressAsync(dialog.Press("decline:6", person: 1)));

        Assert.NotEqual(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 6));
        var again = await dialog.PressAsync(dialog.Press("let-me-in", person: 6));
        Assert.Equal(("You have asked already. You will hear from me when you are let in.", null), (again.Toast, again.Notices));
    }

    [Fact]
    public async Task OnlyAnAdminDecides()
    {
        await using var dialog = await DialogService.StartAsync([.. Closed, "--Access:AllowedUsers=5"]);

        Assert.Equal(new PressOutcome("This button no longer works."), await dialog.PressAsync(dialog.Press("let-in:6", person: 5)));
        Assert.StartsWith("Sorry", (await dialog.PressAsync(dialog.Press("let-in:6", person: 6))).Toast, StringComparison.Ordinal);
        Assert.Equal(new PressOutcome("This button no longer works."), await dialog.PressAsync(dialog.Press("take-back:1", person: 5)));

        Assert.NotEqual(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 6));
    }

    [Fact]
    public async Task AccessRequestsAreLimitedToOnePerWeekAndTwentyPerDay()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var dialog = await DialogService.StartAtAsync(time, Closed);

        for (var person = 100; person < 120; person++)
            Assert.Single((await dialog.PressAsync(dialog.Press("let-me-in", person))).Notices!);
        Assert.Equal(new PressOutcome("Too many people have asked today. Please try again tomorrow."), await dialog.PressAsync(dialog.Press("let-me-in", 120)));

        time.Advance(TimeSpan.FromDays(1));
        Assert.Single((await dialog.PressAsync(dialog.Press("let-me-in", 120))).Notices!);
        Assert.Null((await dialog.PressAsync(dialog.Press("let-me-in", 100))).Notices);
        time.Advance(TimeSpan.FromDays(6));
        Assert.Single((await dialog.PressAsync(dialog.Press("let-me-in", 100))).Notices!);
    }

    [Fact]
    public async Task ARepeatedPressAsksOnce()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var press = dialog.Press("let-me-in", person: 6);

        var first = Assert.Single((await dialog.PressAsync(press)).Notices!);
        var second = Assert.Single((await dialog.PressAsync(press)).Notices!);

        Assert.Equal(first.Id, second.Id);
        Assert.Single(await dialog.UndeliveredAsync());
    }

    [Fact]
    public async Task NothingInANameBecomesALink()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var press = dialog.Press("let-me-in", person: 6) with { From = new Person(6, "`[click](https://evil.example)` **now**", "en") };

        var notice = Assert.Single((await dialog.PressAsync(press)).Notices!);

        Assert.Equal(
            "🚪 `'[click](https://evil.example)' **now**` (`6`) would like to use this bot.", DialogService.ReplyOf(await dialog.JoinAsync(notice.Id)).Markdown);
    }

    [Fact]
    public async Task TheAdminSeesAndRemovesAccessRules()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        await dialog.PressAsync(dialog.Press("let-me-in", person: 6));
        await dialog.PressAsync(dialog.Press("let-in:6", person: 1));
        await dialog.AskAsync("/deny 8", person: 1);

        var list = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/people", person: 1)));
        var button = list.Buttons!.SelectMany(row => row).Single(button => button.Data == "take-back:6");
        var outcome = await dialog.PressAsync(dialog.Press(button.Data, person: 1));
        await dialog.PressAsync(dialog.Press("take-back:8", person: 1));

        Assert.Contains("✓ `Ann` (`6`)", list.Markdown, StringComparison.Ordinal);
        Assert.Contains("⛔ `8`", list.Markdown, StringComparison.Ordinal);
        Assert.Equal("Access removed", outcome.Toast);
        Assert.DoesNotContain("`6`", outcome.Replacement!.Markdown, StringComparison.Ordinal);
        foreach (var person in (long[])[6, 8])
            Assert.Equal("Ask to be let in", DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person))).Buttons![0][0].Text);
        await dialog.RestartAsync();
        Assert.Equal(new Reply("**👥 Who may use this bot**\n\nNobody but its admins."), await dialog.AskAsync("/people", person: 1));
    }

    [Fact]
    public async Task AClosedBotAnswersOnlyAllowedPeopleInAGroupUntilItIsAllowed()
    {
        await using var dialog = await DialogService.StartAsync([.. Closed]);
        await dialog.AskAsync("/allow 5", person: 1);
        Assert.Equal("You said: hello", await InGroupAsync("hello", person: 5));
        Assert.Equal("", await InGroupAsync("hello", person: 6));
        Assert.NotEqual("✓ Everybody in this group may use the bot here.", await InGroupAsync("/allow", person: 5));

        Assert.Equal("✓ Everybody in this group may use the bot here.", await InGroupAsync("/allow", person: 1));
        Assert.Equal("You said: hello", await InGroupAsync("hello", person: 6));
        Assert.Equal("✓ The bot may no longer be used in this group.", await InGroupAsync("/deny", person: 1));
        Assert.Equal("", await InGroupAsync("hello", person: 6));

        async Task<string> InGroupAsync(string text, long person) =>
            DialogService.ReplyOf(await dialog.SendAsync(dialog.Message(text, person, chat: -100))).Markdown;
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("--Access:Admins=1", true)]
    [InlineData("--Access:AllowedUsers=9", false)]
    public async Task AnUpgradeKeepsAccessForCurrentUsers(string settings, bool isLetIn)
    {
        await using var dialog = await DialogService.StartOverAsync(MakeEarlier, ["--Access:Open=", .. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(isLetIn, await MayAskAsync(dialog.Message("hello", person: 6)));
        Assert.Equal(isLetIn, await MayAskAsync(dialog.Message("hello", person: 10, chat: -100)));
        Assert.False(await MayAskAsync(dialog.Message("hello", person: 8)));
        Assert.False(await MayAskAsync(dialog.Message("hello", person: 11)));
        Assert.False(await MayAskAsync(dialog.Message("hello", person: 6) with { Bot = new BotIdentity(70, "other_bot") }));

        async Task<bool> MayAskAsync(InboundMessage message) => DialogService.ReplyOf(await dialog.SendAsync(message)).Markdown == "You said: hello";
    }

    [Fact]
    public async Task AccessKeptByAnUpgradeIsListedAndCanBeRemoved()
    {
        await using var dialog = await DialogService.StartOverAsync(MakeEarlier, Closed);
        var list = await dialog.AskAsync("/people", person: 1);

        await dialog.PressAsync(dialog.Press("take-back:6", person: 1));
        await dialog.RestartAsync();

        Assert.Contains("✓ `6`", list.Markdown, StringComparison.Ordinal);
        Assert.Contains("✓ `-100`", list.Markdown, StringComparison.Ordinal);
        Assert.NotEqual(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 6));
    }

    /// <summary>A database that was upgraded from before access requests: 6 used bot 7, also in a group; 8 was denied afterwards; 11 was a stranger.</summary>
    private static void MakeEarlier(string path)
    {
        MigratedDatabase.CopyTo(path);
        using var context = new DialogContext(new DbContextOptionsBuilder<DialogContext>().UseSqlite($"Data Source={path};Pooling=False").Options);
        context.Database.ExecuteSqlRaw(
            """
            INSERT INTO "Access" ("BotId", "Id", "IsAllowed", "IsAdmin", "IsEarlier") VALUES (0, 8, 0, 0, 0), (7, 6, 1, 0, 1), (7, -100, 1, 0, 1), (7, 8, 1, 0, 1);
            INSERT INTO "Conversations" ("BotId", "ChatId", "ChatKind", "TopicId", "UserId", "WindowStart", "TrimNoticed") VALUES (7, 11, 'Private', 0, 11, 0, 0);
            INSERT INTO "Strangers" ("BotId", "PersonId", "ToldAt") VALUES (0, 11, 9);
            """);
    }
}
