using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Commands;

namespace WisdomWave.Dialog.Tests.Commands;

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
    [InlineData("/nonsense", "Unknown")]
    [InlineData("забудь обо всём", null)]
    [InlineData("don't forget", null)]
    [InlineData("/", null)]
    [InlineData("/etc/hosts is what?", null)]
    [InlineData("// a comment", null)]
    [InlineData("", "Help")]
    [InlineData("!!!", null)]
    public void CommandsAreToldFromQuestions(string text, string? expected) =>
        Assert.Equal(expected, CommandParser.Parse(text)?.Kind.ToString());

    [Fact]
    public async Task StartSaysTheModelAndItsLimitInThePersonsLanguage()
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=12345");

        var russian = await dialog.AskAsync("/start", language: "ru");
        var english = await dialog.AskAsync("/start", language: "de");

        Assert.StartsWith("**Здравствуйте! Я WisdomWave**", russian.Markdown, StringComparison.Ordinal);
        Assert.StartsWith("**Hello! I am WisdomWave**", english.Markdown, StringComparison.Ordinal);
        Assert.All([russian, english], reply =>
        {
            Assert.Contains("`test-model`", reply.Markdown, StringComparison.Ordinal);
            Assert.Contains("12345", reply.Markdown, StringComparison.Ordinal);
        });
        Assert.Empty(dialog.Completion.Requests);
    }

    [Fact]
    public async Task ForgettingErasesWhatWasDeliveredFromTheDatabase()
    {
        await using var dialog = await DialogService.StartAsync();
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
    public async Task AReplyOnItsWayIsForgottenOnlyOnceItHasArrived()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("my secret")))[0]).Turn.Id;

        await dialog.AskAsync("forget");
        var onItsWay = await dialog.JoinAsync(turn);
        await dialog.ReportAsync(turn, 0, new PartReport(100, PartState.Last));

        Assert.Equal(new TurnCompleted(new Reply("You said: my secret")), DialogService.Words(onItsWay[^1]));
        await using var database = dialog.OpenDatabase();
        Assert.Equal(["forget"], await database.Turns.Select(row => row.Question).ToListAsync(Token));
    }
}
