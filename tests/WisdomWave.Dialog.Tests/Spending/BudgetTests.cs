using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Spending;

/// <summary>With a persona of two words, a short question has a prompt of about 20 tokens. The longest answer is 4,000.</summary>
public class BudgetTests
{
    private const string Brief = "--Persona=Be brief.";

    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTime Tomorrow = new(2026, 11, 26), NextMonth = new(2026, 12, 1);

    [Fact]
    public async Task BeyondTheBudgetNothingIsAskedAndThePersonLearnsWhenItRenews()
    {
        await using var dialog = await StartAsync(Brief, "--Budgets:Person:DailyTokens=5000");
        dialog.Completion.Answer = (_, _) => Taking(4900);
        await dialog.AskAsync("one");

        Assert.Equal(
            new Reply($"⛔ Your budget is used up. It renews on {Moment(Tomorrow, "en")}; until then I cannot ask the model for you."),
            await dialog.AskAsync("two"));
        Assert.Equal(
            new Reply($"⛔ Ваш бюджет исчерпан. Он обновится {Moment(Tomorrow, "ru")}; до тех пор я не смогу ничего спросить у модели для вас."),
            await dialog.AskAsync("три", language: "ru"));
        Assert.Single(dialog.Completion.Requests);
        Assert.Equal(new Reply("Yes", Warning), await dialog.AskAsync("of somebody else", person: 6));
    }

    [Theory]
    [InlineData("Person", "Daily", "⛔ Your budget")]
    [InlineData("Person", "Monthly", "⛔ Your budget")]
    [InlineData("Chat", "Daily", "⛔ The budget of this chat")]
    [InlineData("Bot", "Monthly", "⛔ This bot's budget")]
    public async Task EveryBudgetLimitsTokensAndMoneyEvenAfterARestart(string scope, string period, string refusal)
    {
        foreach (var limit in (string[])["Tokens=4500", "Money=7"])
        {
            await using var dialog = await StartAsync(
                [Brief, "--Budgets:Person:DailyTokens=0", $"--Budgets:{scope}:{period}{limit}", .. TestPrices.Settings]);
            dialog.Completion.Answer = (_, _) => Taking(4400, cost: 6.9m);
            await dialog.AskAsync("one");

            Assert.StartsWith(refusal, (await dialog.AskAsync("two")).Markdown, StringComparison.Ordinal);
            await dialog.RestartAsync();
            Assert.StartsWith(refusal, (await dialog.AskAsync("three")).Markdown, StringComparison.Ordinal);
            Assert.Single(dialog.Completion.Requests);
            var renewal = period == "Daily" ? Tomorrow : NextMonth;
            Assert.Contains(Moment(renewal, "en"), (await dialog.AskAsync("four")).Markdown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task APersonsBudgetCoversAllChats()
    {
        await using var dialog = await StartAsync(Brief, "--Budgets:Person:DailyTokens=5000");
        dialog.Completion.Answer = (_, _) => Taking(4900);
        await dialog.AskAsync("in private");

        var events = await dialog.SendAsync(dialog.Message("in a group", chat: -100));

        Assert.StartsWith("⛔ Your budget", DialogService.ReplyOf(events).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoConcurrentQuestionsCannotBothSpendTheRest()
    {
        await using var dialog = await StartAsync(Brief, "--Budgets:Person:DailyTokens=4200");
        var mayAnswer = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => AfterAsync(mayAnswer.Task, 1000);

        var first = dialog.SendAsync(dialog.Message("in private"));
        await dialog.AskedAsync();
        var second = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("in a group", chat: -100)));
        mayAnswer.SetResult();
        await first;

        Assert.StartsWith("⛔ Your budget", second.Markdown, StringComparison.Ordinal);
        Assert.Single(dialog.Completion.Requests);

        // The unspent part of the reservation was released.
        Assert.Equal("Yes", (await dialog.AskAsync("and now?")).Markdown);
    }

    [Fact]
    public async Task TheAnswerIsLimitedByTheRestOfTheBudget()
    {
        await using var dialog = await StartAsync(
            [Brief, "--Budgets:Person:DailyTokens=3000", "--Budgets:Chat:DailyMoney=3", .. TestPrices.Settings]);
        dialog.Completion.Answer = (_, _) => Taking(100, cost: 0.1m);
        await dialog.AskAsync("one");
        await dialog.AskAsync("two");

        // 3 minus the cost of the prompt, at 0.002 a token: half as many tokens as the token budget allows.
        Assert.InRange(dialog.Completion.Requests.First().MaxOutputTokens!.Value, 1450, 1499);
        Assert.InRange(dialog.Completion.Requests.Last().MaxOutputTokens!.Value, 1350, 1445);
    }

    [Fact]
    public async Task ACachedAnswerDoesNotCountTowardsTheBudget()
    {
        await using var dialog = await StartAsync(Brief, "--Budgets:Person:DailyTokens=5000");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("Known"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Cache, "test-model", new(4000, 900)));

        for (var i = 0; i < 3; i++)
            Assert.Equal(new Reply("Known", "⚡ From the cache"), await dialog.AskAsync("hello"));
    }

    [Fact]
    public async Task AtEightyPercentThePersonIsWarnedOnce()
    {
        await using var dialog = await StartAsync(Brief, "--Budgets:Person:DailyTokens=10000");
        dialog.Completion.Answer = (_, _) => Taking(4100);
        Assert.Equal(new Reply("Yes"), await dialog.AskAsync("one"));
        Assert.Equal(new Reply("Yes", Warning), await dialog.AskAsync("two"));
        dialog.Completion.Answer = (_, _) => Taking(10);
        Assert.Equal(new Reply("Yes"), await dialog.AskAsync("three"));
        await dialog.RestartAsync();
        Assert.Equal(new Reply("Yes"), await dialog.AskAsync("four"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AdminsAreExemptOnlyIfConfigured(bool isExempt)
    {
        await using var dialog = await StartAsync(
            Brief, "--Budgets:Person:DailyTokens=5000", "--Access:Admins=5", $"--Budgets:ExemptAdmins={isExempt}");
        dialog.Completion.Answer = (_, _) => Taking(4900);
        await dialog.AskAsync("one");
        await dialog.AskAsync("two");

        Assert.Equal(isExempt ? 2 : 1, dialog.Completion.Requests.Count);
    }

    [Fact]
    public async Task ANegativeLimitStopsTheStart()
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => DialogService.StartAsync("--Budgets:Chat:DailyTokens=-1"));

        Assert.StartsWith("Budgets:Chat has a limit that is negative", failure.Message, StringComparison.Ordinal);
    }

    private static Task<DialogService> StartAsync(params string[] settings) => DialogService.StartAtAsync(new FakeTimeProvider(Noon), settings);

    private static string Warning => $"⚠️ More than 80 % of your budget is used. It renews on {Moment(Tomorrow, "en")}.";

    private static IAsyncEnumerable<CompletionEvent> Taking(int tokens, decimal? cost = null) => ScriptedCompletion.Events(
        new CompletionDelta("Yes"),
        new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "test-model", new(tokens - 1, 1)) { Cost = cost });

    private static async IAsyncEnumerable<CompletionEvent> AfterAsync(Task gate, int tokens)
    {
        await gate;
        await foreach (var completionEvent in Taking(tokens))
            yield return completionEvent;
    }

    private static string Moment(DateTime time, string language) =>
        time.ToString("d MMMM, HH:mm 'UTC'", CultureInfo.GetCultureInfo(language));
}
