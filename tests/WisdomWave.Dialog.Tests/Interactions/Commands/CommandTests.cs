using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;

namespace WisdomWave.Dialog.Tests.Interactions.Commands;

public sealed class CommandTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/start", "Start")]
    [InlineData("/help", "Help")]
    [InlineData("/HELP me", "Help")]
    [InlineData("/forget", "Forget")]
    [InlineData("забудь", "Forget")]
    [InlineData("  Забудь!!! ", "Forget")]
    [InlineData("ЗАБУДЬ…", "Forget")]
    [InlineData("Forget.", "Forget")]
    [InlineData("/stop", "Stop")]
    [InlineData("/retry", "Retry")]
    [InlineData("/undo", "Undo")]
    [InlineData("/Context", "Context")]
    [InlineData("/settings", "Settings")]
    [InlineData("/model gpt-5", "Model")]
    [InlineData("/persona\nYou are", "Persona")]
    [InlineData("/language", "Language")]
    [InlineData("/usage", "Usage")]
    [InlineData("/export", "Export")]
    [InlineData("/pin", "Pin")]
    [InlineData("/nonsense", "Unknown")]
    [InlineData("забудь обо всём", null)]
    [InlineData("don't forget", null)]
    [InlineData("/", null)]
    [InlineData("/etc/hosts is what?", null)]
    [InlineData("// a comment", null)]
    [InlineData("", "Help")]
    [InlineData("!!!", null)]
    public void CommandsAreDistinguishedFromQuestions(string text, string? expected) =>
        Assert.Equal(expected, CommandParser.Parse(text)?.Kind.ToString());

    [Theory]
    [InlineData("/model", "")]
    [InlineData("/model  gpt-5 ", "gpt-5")]
    [InlineData("/persona\nYou are\na pirate.", "You are\na pirate.")]
    public void TextAfterACommandIsItsArgument(string text, string argument) => Assert.Equal(argument, CommandParser.Parse(text)!.Value.Argument);

    [Fact]
    public async Task ACommandThatRepliesToAMessageIsACommand()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AskAsync("hello");

        var events = await dialog.SendAsync(dialog.Message("/forget") with { ReplyTo = new QuotedMessage(3, "somebody's words", FromBot: false) });

        Assert.Equal("Done: I have forgotten our conversation.", DialogService.ReplyOf(events).Markdown);
    }

    [Fact]
    public async Task HelpNamesEveryCommandOfTheMenus()
    {
        await using var dialog = await DialogService.StartAsync();
        var menus = await dialog.Http.GetFromJsonAsync("/commands", ContractsJson.Default.CommandMenuArray, Token);

        var help = (await dialog.AskAsync("/help")).Markdown;
        var russian = (await dialog.AskAsync("/help", language: "ru")).Markdown;

        Assert.All(menus!.SelectMany(menu => menu.Commands).Where(command => command.Command != "help"), command =>
        {
            Assert.Contains($"/{command.Command}", help, StringComparison.Ordinal);
            Assert.Contains($"/{command.Command}", russian, StringComparison.Ordinal);
        });
        Assert.Contains("`test-model`", help, StringComparison.Ordinal);
        Assert.Contains("16,000 tokens", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MenusExistForEachKindOfChatInBothLanguages()
    {
        await using var dialog = await DialogService.StartAsync();

        var menus = (await dialog.Http.GetFromJsonAsync("/commands", ContractsJson.Default.CommandMenuArray, Token))!;

        const string ForAll = "help forget stop retry undo context pin usage export";
        const string WithSettings = $"{ForAll} settings model persona language";
        Assert.Equal(
            [
                (MenuScope.PrivateChats, null, WithSettings), (MenuScope.PrivateChats, "ru", WithSettings),
                (MenuScope.Groups, null, ForAll), (MenuScope.Groups, "ru", ForAll),
                (MenuScope.GroupAdmins, null, WithSettings), (MenuScope.GroupAdmins, "ru", WithSettings),
            ],
            menus.Select(menu => (menu.Scope, menu.Language, string.Join(' ', menu.Commands.Select(command => command.Command)))));
        Assert.Equal("Забыть наш разговор", menus[1].Commands[1].Description);
    }

    [Fact]
    public async Task ContextShowsWhatIsSentAndWhatNoLongerFits()
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=500", "--Persona=Be brief.");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(string.Concat(Enumerable.Repeat("word ", 60)));
        await dialog.SendAsync(dialog.Message("/pin") with { ReplyTo = new QuotedMessage(3, "My cat is called Muska.", FromBot: false) });
        for (var i = 0; i < 6; i++)
            await dialog.AskAsync($"question {i}");

        // 500 = 14 (7 of the persona, 3 of the prompt, 4 of the question) + 23 + 288 + 125 + 50; a turn: 3 + 61 + 2 messages of 4.
        Assert.Equal(
            new Reply(
                """
                **🧠 What I send with your next question** (model `test-model`)

                - Persona and the format of the prompt: 14 tokens
                - 1 pinned message: 23 tokens
                - History, 4 questions with their answers: 288 tokens
                - Room kept for my answer: 125 tokens
                - Free for your question: 50 tokens
                - Limit for all of it: 500 tokens

                Left out because they no longer fit: the oldest 2 questions with their answers. /export still has them.
                """),
            await dialog.AskAsync("/context"));
    }

    [Fact]
    public async Task StartShowsTheModelAndItsLimitInThePersonsLanguage()
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=12345");

        var russian = await dialog.AskAsync("/start", language: "ru");
        var english = await dialog.AskAsync("/start", language: "de");

        Assert.StartsWith("**Здравствуйте! Я WisdomWave**", russian.Markdown, StringComparison.Ordinal);
        Assert.StartsWith("**Hello! I am WisdomWave**", english.Markdown, StringComparison.Ordinal);
        Assert.All([russian, english], reply => Assert.Contains("`test-model`", reply.Markdown, StringComparison.Ordinal));
        Assert.Contains("12\u00A0345 токенов", russian.Markdown, StringComparison.Ordinal);
        Assert.Contains("12,345 tokens", english.Markdown, StringComparison.Ordinal);
        Assert.Empty(dialog.Completion.Requests);
    }

    [Fact]
    public async Task ForgettingErasesDeliveredTurnsFromTheDatabase()
    {
        await using var dialog = await DialogService.StartAsync("--Forgetting:UndoFor=00:00:00");
        var turn = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("my secret")))[0]).Turn.Id;
        await dialog.ReportAsync(turn, 0, new PartReport(100, PartState.Last));
        await dialog.AskAsync("of somebody else", person: 6);

        Assert.Equal(new Reply("Готово: я забыл наш разговор."), await dialog.AskAsync("Забудь!", language: "ru"));

        await using var database = dialog.OpenDatabase();
        Assert.Equal(["of somebody else", "Забудь!"], await database.Turns.OrderBy(row => row.Sequence).Select(row => row.Question).ToListAsync(Token));
        await dialog.AskAsync("next");
        Assert.Equal(["next"], dialog.Completion.Requests.Last().Messages.Skip(1).Select(message => message.Text));
        await dialog.RestartAsync();
        await dialog.AskAsync("after a restart");
        Assert.Equal(
            ["next", "You said: next", "after a restart"],
            dialog.Completion.Requests.Last().Messages.Skip(1).Select(message => message.Text));
    }

    [Fact]
    public async Task AnUndeliveredReplyIsErasedAfterItsDelivery()
    {
        await using var dialog = await DialogService.StartAsync("--Forgetting:UndoFor=00:00:00");
        var turn = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("my secret")))[0]).Turn.Id;

        await dialog.AskAsync("forget");
        var onItsWay = await dialog.JoinAsync(turn);
        await dialog.ReportAsync(turn, 0, new PartReport(100, PartState.Last));

        Assert.Equal(new TurnCompleted(new Reply("You said: my secret")), DialogService.Words(onItsWay[^1]));
        await using var database = dialog.OpenDatabase();
        Assert.Equal(["forget"], await database.Turns.Select(row => row.Question).ToListAsync(Token));
    }
}
