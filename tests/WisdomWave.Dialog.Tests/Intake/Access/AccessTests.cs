using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Intake.Access;

public sealed class AccessTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly Reply Silence = new("");

    [Fact]
    public async Task WithAnAllowListStrangersAreToldOnce()
    {
        await using var dialog = await DialogService.StartAsync("--Access:AllowedUsers=5");

        Assert.Equal(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 5));
        Assert.Equal(
            new Reply("Извините, этот бот только для тех, кого пригласил его владелец. Если вы с ним знакомы, пришлите ему свой id в Telegram: 6."),
            await dialog.AskAsync("привет", person: 6, language: "ru"));
        Assert.Equal(Silence, await dialog.AskAsync("ау?", person: 6, language: "ru"));
        Assert.Equal(Silence, await dialog.AskAsync("/help", person: 6));
        await dialog.RestartAsync();
        Assert.Equal(Silence, await dialog.AskAsync("hello", person: 6));
        Assert.Equal(
            new Reply("Sorry, this bot is for people whom its operator has let in. If you know the operator, send them your Telegram id: 8."),
            await dialog.AskAsync("hello", person: 8));
        Assert.Single(dialog.Completion.Requests);
    }

    [Fact]
    public async Task AStrangersTextIsNotStored()
    {
        await using var dialog = await DialogService.StartAsync("--Access:AllowedUsers=5");
        var message = dialog.Message("a stranger's secret", person: 6);

        var turn = ((TurnAccepted)(await dialog.SendAsync(message))[0]).Turn;
        Assert.Equal(turn.Id, ((TurnAccepted)(await dialog.SendAsync(message))[0]).Turn.Id);
        await using (var database = dialog.OpenDatabase())
            Assert.Equal("", (await database.Turns.SingleAsync(Token)).Question);
        await dialog.ReportAsync(turn.Id, 0, new PartReport(100, PartState.Last));
        await using (var database = dialog.OpenDatabase())
            Assert.Empty(await database.Turns.ToListAsync(Token));
    }

    [Fact]
    public async Task EverybodyInAnAllowedChatMayAsk()
    {
        await using var dialog = await DialogService.StartAsync("--Access:AllowedChats:0=-100", "--Access:AllowedChats:1=-200");

        Assert.Equal("You said: hello", DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 6, chat: -200))).Markdown);
        Assert.Equal(Silence, DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 6, chat: -300))));
        Assert.StartsWith("Sorry", (await dialog.AskAsync("hello", person: 6)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdminsAllowAndDenyPeopleAndChats()
    {
        await using var dialog = await DialogService.StartAsync("--Access:AllowedUsers=5,9", "--Access:Admins=1");

        Assert.Equal(new Reply("✓ 6 may use the bot."), await dialog.AskAsync("/allow 6", person: 1));
        Assert.Equal(new Reply("✓ 5 may no longer use the bot."), await dialog.AskAsync("/deny 5", person: 1));
        Assert.Equal(new Reply("✓ -100 may use the bot."), await dialog.AskAsync("/allow -100", person: 1));
        await AssertInForceAsync();
        await dialog.RestartAsync();
        await AssertInForceAsync();

        async Task AssertInForceAsync()
        {
            Assert.Equal(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 6));
            Assert.NotEqual(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 5));
            Assert.Equal("You said: hello", DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 8, chat: -100))).Markdown);
            Assert.Equal("", DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 5, chat: -100))).Markdown);
        }
    }

    [Fact]
    public async Task APersonDeniedByAnOpenBotIsToldOncePerDenial()
    {
        await using var dialog = await DialogService.StartAsync("--Access:Admins=1");
        for (var i = 0; i < 2; i++)
        {
            await dialog.AskAsync("/deny 6", person: 1);
            Assert.StartsWith("Sorry", (await dialog.AskAsync("hello", person: 6)).Markdown, StringComparison.Ordinal);
            Assert.Equal(Silence, await dialog.AskAsync("hello", person: 6));
            await dialog.AskAsync("/allow 6", person: 1);
        }

        Assert.Equal(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 6));
    }

    [Fact]
    public async Task AStrangersPressHasNoEffect()
    {
        await using var dialog = await DialogService.StartAsync("--Access:AllowedUsers=5");
        var turn = await dialog.AnsweredAsync(dialog.Message("hello", chat: -100));

        var outcome = await dialog.PressAsync(dialog.Press(ButtonData.For(ButtonData.Regenerate, turn.Id), person: 6, chat: -100));

        Assert.StartsWith("Sorry", outcome.Toast, StringComparison.Ordinal);
        Assert.Null(outcome.Turn);
    }

    [Fact]
    public async Task AnAccessListWithoutNumbersStopsTheStart()
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => DialogService.StartAsync("--Access:AllowedUsers=@ann"));

        Assert.StartsWith("Access has a list entry that is not a Telegram id", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatsShowTheNumbersOfAllChats()
    {
        await using var dialog = await DialogService.StartAsync([.. Spending.TestPrices.Settings, "--Access:Admins=1"]);
        await dialog.AskAsync("a secret", person: 5);
        await dialog.AskAsync("two", person: 5);
        await dialog.SendAsync(dialog.Message("three", person: 6, chat: -100));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("Known"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Cache, "test-model", ScriptedCompletion.Usage));
        await dialog.AskAsync("four", person: 6);

        const string Line = "78 (in 63, out 15) for 3 questions; cost: 0.093; ⚡ from the cache for free: 26 for 1 question (saved: 0.031)";
        Assert.Equal(
            new Reply(
                $"**📈 This bot**\n\n- Today: {Line}\n- This month: {Line}\n\nDays and months are counted in UTC.\n\n" +
                "**Chats that used the most this month**\n\n" +
                "- `5`: 52 tokens for 2 questions\n- `-100`: 26 tokens for 1 question\n- `6`: 0 tokens for 1 question"),
            await dialog.AskAsync("/stats", person: 1));
    }

    [Fact]
    public async Task StatsNameTheLastQuestionsWithoutAnAnswerAndTheirTraces()
    {
        await using var dialog = await DialogService.StartAsync("--Access:Admins=1");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionFailed(FailureKind.QuotaSpent));
        var traced = await dialog.AcceptedAsync(dialog.Message("a secret", person: 5));
        await dialog.AskAsync("another secret", person: 5);
        await dialog.AskAsync("forget me", person: 6);
        await dialog.AskAsync("/forget", person: 6);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionFailed(FailureKind.Refused));
        var newest = await dialog.AcceptedAsync(dialog.Message("-100", person: 5, chat: -100));
        await dialog.JoinAsync(newest);
        dialog.Change($"""UPDATE "Turns" SET "Trace" = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' WHERE "Question" = 'a secret'""");

        var stats = (await dialog.AskAsync("/stats", person: 1)).Markdown;

        var failures = stats[stats.IndexOf("**Last questions without an answer**", StringComparison.Ordinal)..].Split('\n')[2..];
        Assert.Equal(3, failures.Length);
        Assert.EndsWith($": Refused, turn `{newest}`", failures[0], StringComparison.Ordinal);
        Assert.EndsWith($": QuotaSpent, turn `{traced}`, trace `0af7651916cd43dd8448eb211c80319c`", failures[2], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", stats, StringComparison.Ordinal);
    }
}

/// <summary>An open bot with the admins 1 and 2.</summary>
public sealed class AdminCommandTests(AdminCommandTests.Service service) : IClassFixture<AdminCommandTests.Service>
{
    [Theory]
    [InlineData("/allow", "Please add the Telegram id of a person or a chat, for instance /allow 12345; the ids of groups are negative.")]
    [InlineData("/deny @ann", "Please add the Telegram id of a person or a chat, for instance /allow 12345; the ids of groups are negative.")]
    [InlineData("/deny 2", "Admins can always use the bot. They are set in its configuration.")]
    public async Task InvalidAdminCommandsGetAnExplanation(string command, string sentence)
    {
        Assert.Equal(new Reply(sentence), await service.Dialog.AskAsync(command, person: 1));
    }

    [Theory]
    [InlineData("/allow 6")]
    [InlineData("/deny 1")]
    [InlineData("/people")]
    [InlineData("/stats")]
    public async Task AdminCommandsAreUnknownToOthers(string command)
    {
        Assert.Equal(await service.Dialog.AskAsync("/nonsense"), await service.Dialog.AskAsync(command));
        Assert.Equal("You said: hello", (await service.Dialog.AskAsync("hello", person: 1)).Markdown);
    }

    public sealed class Service : IAsyncLifetime
    {
        internal DialogService Dialog { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Dialog = await DialogService.StartAsync("--Access:Admins=1 2");

        public ValueTask DisposeAsync() => Dialog.DisposeAsync();
    }
}
