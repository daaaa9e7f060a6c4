using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access.Claiming;

namespace WisdomWave.Dialog.Tests.Intake.Access;

/// <summary>A new installation: a real bot without any access settings.</summary>
public sealed partial class ClaimTests
{
    private const string Closed = "--Access:Open=";
    private const string Unclaimed = "This bot has no owner yet. If it is yours, send me /start and the code that it printed when it started. If it is not, please come back later.";
    private const string Wrong = "This is not the code. You will find it on the application's console and in its log.";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ANewBotIsClosedUntilItIsClaimed()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        await StartBotAsync(dialog);

        Assert.Equal(new Reply(Unclaimed), DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 6))));
        Assert.Equal(new Reply(""), DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 6))));
        Assert.Equal(new Reply(""), DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 6, chat: -100))));
        Assert.Empty(dialog.Completion.Requests);
    }

    [Fact]
    public async Task TheClaimCodeMakesItsSenderTheAdminOnce()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var code = await StartBotAsync(dialog);

        Assert.Equal(new Reply(Wrong), await dialog.AskAsync("/start AAAA-AAAA", person: 6));
        Assert.StartsWith("🔑 You are the admin of this bot now.", (await dialog.AskAsync($"/start {code}", person: 5)).Markdown, StringComparison.Ordinal);
        await AssertClaimedAsync();
        await dialog.RestartAsync();
        await AssertClaimedAsync();
        Assert.Equal(1, CodesIn(dialog));
        await dialog.Http.PostAsJsonAsync("/bots/7/starts", Start, ContractsJson.Default.BotStart, Token);
        Assert.Equal(1, CodesIn(dialog));

        async Task AssertClaimedAsync()
        {
            Assert.Equal(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 5));
            Assert.StartsWith("**📈 This bot**", (await dialog.AskAsync("/stats", person: 5)).Markdown, StringComparison.Ordinal);
            Assert.NotEqual("🔑", (await dialog.AskAsync($"/start {code}", person: 6)).Markdown.Split(' ')[0]);
            Assert.NotEqual(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 6));
        }
    }

    [Fact]
    public async Task TheClaimCodeIsKeptAndLoggedOncePerStart()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var code = await StartBotAsync(dialog);
        await StartBotAsync(dialog);
        Assert.Equal(1, CodesIn(dialog));

        await dialog.RestartAsync();

        Assert.Equal(2, CodesIn(dialog));
        Assert.Equal(code, await StartBotAsync(dialog));
        Assert.Equal(2, CodesIn(dialog));
        Assert.StartsWith("🔑", (await dialog.AskAsync($"/start {code.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant()}", person: 5)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheClaimCodeIsLoggedWithTheFirstMessageIfTheStartWasNotReported()
    {
        await using var dialog = await DialogService.StartAsync(Closed);

        await dialog.AskAsync("hello", person: 6);

        Assert.Equal("wisdomwave_bot", Code().Match(string.Join('\n', dialog.Log.Of(LogLevel.Warning))).Groups[1].Value);
    }

    [Fact]
    public async Task StrangersRefusedBeforeTheClaimCanAskForAccessAfterIt()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var code = await StartBotAsync(dialog);
        await dialog.AskAsync("hello", person: 6);
        await dialog.AskAsync($"/start {code}", person: 5);

        var reply = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 6)));

        Assert.Equal("Ask to be let in", reply.Buttons![0][0].Text);
    }

    [Fact]
    public async Task ClaimAttemptsAreLimitedPerPerson()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var code = await StartBotAsync(dialog);

        for (var i = 0; i < 5; i++)
            Assert.Equal(new Reply(Wrong), await dialog.AskAsync("/start AAAA-AAAA", person: 6));
        Assert.Equal(new Reply("Too many attempts. Please try again in ten minutes."), await dialog.AskAsync($"/start {code}", person: 6));
        Assert.StartsWith("🔑", (await dialog.AskAsync($"/start {code}", person: 5)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void ClaimAttemptsAreLimitedPerBot()
    {
        var time = new FakeTimeProvider();
        var guesses = new ClaimGuesses(time);

        Assert.Equal(20, Enumerable.Range(0, 60).Count(person => guesses.Allow(botId: 7, person)));
        Assert.True(guesses.Allow(botId: 8, userId: 0));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(20, Enumerable.Range(100, 60).Count(person => guesses.Allow(botId: 7, person)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OnlyAnOriginalPrivateMessageClaims(bool isGroup)
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var code = await StartBotAsync(dialog);
        var message = isGroup
            ? dialog.Message($"/start {code}", person: 6, chat: -100)
            : dialog.Message($"/start {code}", person: 6) with { ForwardedFrom = "Boris" };

        Assert.NotEqual("🔑", DialogService.ReplyOf(await dialog.SendAsync(message)).Markdown.Split(' ')[0]);
        Assert.StartsWith("🔑", (await dialog.AskAsync($"/start {code}", person: 5)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyOneOfManyConcurrentClaimsSucceeds()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var code = await StartBotAsync(dialog);

        var replies = await Task.WhenAll(Enumerable.Range(100, 10).Select(person => dialog.AskAsync($"/start {code}", person)));

        Assert.Single(replies, reply => reply.Markdown.StartsWith("🔑", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--Access:Open=true")]
    [InlineData("--Access:Open= --Access:Admins=1")]
    [InlineData("--Access:Open= --Access:AllowedUsers=5")]
    [InlineData("--Access:Open= --Access:OpenBots=7")]
    public async Task ABotWithConfiguredAccessHasNoClaimCode(string settings)
    {
        await using var dialog = await DialogService.StartAsync(settings.Split(' '));

        await dialog.Http.PostAsJsonAsync("/bots/7/starts", Start, ContractsJson.Default.BotStart, Token);

        Assert.Equal(0, CodesIn(dialog));
        Assert.StartsWith("**Hello! I am WisdomWave", (await dialog.AskAsync("/start AAAA-AAAA", person: settings.Contains("Admins", StringComparison.Ordinal) ? 1 : 5)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyThePlaygroundsBotIsOpenByDefault()
    {
        await using var dialog = await DialogService.StartAsync(Closed, "--Access:OpenBots=7");

        Assert.Equal(new Reply("You said: hello"), await dialog.AskAsync("hello"));
        Assert.Equal(
            new Reply(Unclaimed), DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello") with { Bot = new BotIdentity(8, "real_bot") })));
    }

    [Fact]
    public async Task BotsWithSharedListsHaveOneOwner()
    {
        await using var dialog = await DialogService.StartAsync(Closed, "--Bots:home:Id=9", "--Bots:home:Access:Open=false");
        var codes = new[] { await StartBotAsync(dialog, 7), await StartBotAsync(dialog, 8), await StartBotAsync(dialog, 9) };
        Assert.Distinct(codes);

        Assert.Equal(new Reply(Wrong), await ClaimAsync(7, codes[1], person: 6));
        Assert.StartsWith("🔑", (await ClaimAsync(7, codes[0], person: 5)).Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("🔑", (await ClaimAsync(8, codes[1], person: 6)).Markdown, StringComparison.Ordinal);
        Assert.StartsWith("🔑", (await ClaimAsync(9, codes[2], person: 6)).Markdown, StringComparison.Ordinal);

        async Task<Reply> ClaimAsync(long bot, string code, long person) =>
            DialogService.WordsOf(await dialog.SendAsync(dialog.Message($"/start {code}", person) with { Bot = new BotIdentity(bot, "bot") }));
    }

    [Fact]
    public async Task AConfiguredAdminCanRemoveTheOneWhoClaimedTheBot()
    {
        await using var dialog = await DialogService.StartAsync(Closed);
        var code = await StartBotAsync(dialog);
        await dialog.AskAsync($"/start {code}", person: 6);
        Assert.Equal(new Reply("Admins can always use the bot. They are set in its configuration."), await dialog.AskAsync("/deny 6", person: 6));
        await dialog.RestartAsync("--Access:Admins=1");

        Assert.Equal(new Reply("✓ 6 may no longer use the bot."), await dialog.AskAsync("/deny 6", person: 1));

        Assert.NotEqual(new Reply("You said: hello"), await dialog.AskAsync("hello", person: 6));
        Assert.Equal(await dialog.AskAsync("/nonsense", person: 6), await dialog.AskAsync("/stats", person: 6));
    }

    [Fact]
    public async Task AnInvalidOpenSettingStopsTheStart()
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => DialogService.StartAsync("--Access:Open=maybe"));

        Assert.Equal("Access:Open is neither true nor false; a good value is true.", failure.Message);
    }

    private static BotStart Start => new("1.0.0", null) { Username = "wisdomwave_bot" };

    /// <returns>The code in the log.</returns>
    private static async Task<string> StartBotAsync(DialogService dialog, long bot = 7)
    {
        var start = Start with { Username = $"bot_{bot}" };
        (await dialog.Http.PostAsJsonAsync($"/bots/{bot}/starts", start, ContractsJson.Default.BotStart, Token)).EnsureSuccessStatusCode();
        return Code().Matches(string.Join('\n', dialog.Log.Of(LogLevel.Warning))).Last(match => match.Groups[1].Value == $"bot_{bot}").Groups[2].Value;
    }

    private static int CodesIn(DialogService dialog) => Code().Count(string.Join('\n', dialog.Log.Of(LogLevel.Warning)));

    [GeneratedRegex(@"Nobody owns the bot @(\w+) yet\. Send it /start ([2-9A-Z]{4}-[2-9A-Z]{4}) to become its admin\.")]
    private static partial Regex Code();
}
