using System.Text.Json;
using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Dialog.Tests.Spending;
using WisdomWave.Testing;
using WisdomWave.Testing.Metrics;

namespace WisdomWave.Dialog.Tests.Telemetry;

public sealed class DialogMetricsTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>The bot of the tests, with a name.</summary>
    private static readonly string[] Named = ["--Bots:home:Id=7", "--Bots:home:Name=Home"];

    /// <summary>Of an answer, with the test's prices.</summary>
    private static readonly double Cost = (ScriptedCompletion.Usage.InputTokens * 0.001) + (ScriptedCompletion.Usage.OutputTokens * 0.002);

    [Fact]
    public async Task TheCatalogueListsExactlyTheInstrumentsOfDialog()
    {
        await using var dialog = await DialogService.StartAsync();
        Assert.Equal(CreatedInstruments.Catalogued("Dialog"), CreatedInstruments.Of(dialog.Services.GetRequiredService<IMeterFactory>()));
    }

    [Fact]
    public async Task AnAnswerIsMeasuredUnderTheNameOfItsBot()
    {
        await using var dialog = await DialogService.StartAsync([.. Named, .. TestPrices.Settings]);
        await dialog.AskAsync("Hello?");

        // Recorded last.
        var scrape = await Eventually.GetAsync(
            async () => await Scrape.OfAsync(dialog.Http, Token) is var seen
                && seen.Value("wisdomwave_turns_total", "bot=\"Home\"", "outcome=\"answered\"") == 1
                && seen.Value("wisdomwave_turn_duration_seconds_count", "bot=\"Home\"") == 1 ? seen : null,
            "the turn is counted");
        foreach (var stage in (string[])["queued_duration", "first_text_duration", "duration"])
            Assert.Equal(1, scrape.Value($"wisdomwave_turn_{stage}_seconds_count", "bot=\"Home\""));
        Assert.Equal(ScriptedCompletion.Usage.InputTokens, scrape.Value("wisdomwave_tokens_total", "bot=\"Home\"", "kind=\"input\"", "source=\"provider\""));
        Assert.Equal(Cost, scrape.Value("wisdomwave_cost_total", "bot=\"Home\"")!.Value, 9);
        Assert.Equal(1, scrape.Value("wisdomwave_conversations_active", "bot=\"Home\""));
        Assert.Equal("Home", dialog.Completion.Requests.Single().Bot);
    }

    /// <summary>A provider may call its models anything, and each new name would be a new series.</summary>
    [Fact]
    public async Task TokensCountForTheConfiguredModelWhateverTheProviderCallsIt()
    {
        await using var dialog = await DialogService.StartAsync("--MODEL_NAME=configured-model");
        await dialog.AskAsync("Hello?");

        await Eventually.HoldsAsync(
            async () => (await Scrape.OfAsync(dialog.Http, Token)).Value("wisdomwave_tokens_total", "model=\"configured-model\"") > 0, "the tokens are counted");
        Assert.Equal(["configured-model"], (await Scrape.OfAsync(dialog.Http, Token)).LabelValues("wisdomwave_tokens_total", "model"));
    }

    [Fact]
    public async Task IngressTellsTheNameOfABotWithoutASection()
    {
        await using var dialog = await DialogService.StartAsync();
        (await dialog.Http.PostAsJsonAsync("/bots/7/starts", new BotStart("1.0.0", null) { Name = "Family" }, ContractsJson.Default.BotStart, Token)).EnsureSuccessStatusCode();
        await dialog.AskAsync("Hello?");

        await Eventually.HoldsAsync(
            async () => (await Scrape.OfAsync(dialog.Http, Token)).Value("wisdomwave_turns_total", "bot=\"Family\"", "outcome=\"answered\"") == 1, "the turn is counted");
        Assert.Equal("Family", dialog.Completion.Requests.Single().Bot);
    }

    /// <summary>The bot of <c>TELEGRAM_BOT_TOKEN</c> has no section, and ingress reports it only when the bot starts.</summary>
    [Fact]
    public async Task ABotWithoutASectionIsMeasuredFromDialogsStartOn()
    {
        await using var dialog = await DialogService.StartAsync($"--{BotNames.DefaultIdSetting}=7", "--Budgets:Bot:DailyTokens=1000000");
        await Eventually.HoldsAsync(
            async () => (await Scrape.OfAsync(dialog.Http, Token)).Value("wisdomwave_budget_spent_tokens", "bot=\"bot\"", "period=\"day\"") == 0, "the budget is measured");
        var scrape = await Scrape.OfAsync(dialog.Http, Token);
        Assert.Equal(1_000_000, scrape.Value("wisdomwave_budget_left_tokens", "bot=\"bot\"", "period=\"day\""));
        Assert.Equal(0, scrape.Value("wisdomwave_turns_total", "bot=\"bot\"", "outcome=\"bug\""));
        Assert.Equal(0, scrape.Value("wisdomwave_turns_pending", "bot=\"bot\""));
    }

    /// <summary>The operator has set the token of another bot in the dashboard and has restarted ingress.</summary>
    [Fact]
    public async Task ABotThatTakesANameReplacesTheOneThatHadIt()
    {
        await using var dialog = await DialogService.StartAsync($"--{BotNames.DefaultIdSetting}=7");
        (await dialog.Http.PostAsJsonAsync("/bots/8/starts", new BotStart("1.0.0", null) { Name = "bot" }, ContractsJson.Default.BotStart, Token)).EnsureSuccessStatusCode();
        Assert.Equal([new(8, "bot")], dialog.Services.GetRequiredService<BotNames>().All);
    }

    [Fact]
    public async Task EveryCounterStartsAtZero()
    {
        await using var dialog = await DialogService.StartAsync(Named);
        var scrape = await Scrape.OfAsync(dialog.Http, Token);
        Assert.All(CataloguedMetric.CountersOf("Dialog"), metric => Assert.Equal((metric.Name, 0), (metric.Name, scrape.Value(metric.Name, "bot=\"Home\""))));
    }

    [Theory]
    [InlineData("Person", "person", "Daily", "day")]
    [InlineData("Bot", "bot", "Monthly", "month")]
    public async Task ACallThatABudgetHasNoRoomForIsCounted(string scope, string label, string period, string periodLabel)
    {
        await using var dialog = await DialogService.StartAsync([.. Named, $"--Budgets:{scope}:{period}Tokens=10"]);
        await dialog.AskAsync("Hello?");

        // Counted before the refusal is stored.
        var scrape = await Scrape.OfAsync(dialog.Http, Token);
        Assert.Equal(1, scrape.Value("wisdomwave_budget_refusals_total", "bot=\"Home\"", $"scope=\"{label}\"", $"period=\"{periodLabel}\""));
        Assert.Equal(1, scrape.Value("wisdomwave_budget_refusals_total"));
    }

    [Fact]
    public async Task ATurnIsPendingAndAgesUntilItsReplyIsStored()
    {
        var time = new FakeTimeProvider(DialogService.Now);
        await using var dialog = await DialogService.StartAtAsync(time, Named);
        var ready = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.SayingAfter(ready.Task, "Hi!");
        var answer = dialog.SendAsync(dialog.Message("Hello?"));
        await dialog.AskedAsync();

        time.Advance(TimeSpan.FromSeconds(90));
        await Eventually.HoldsAsync(
            async () => await Scrape.OfAsync(dialog.Http, Token) is var scrape
                && scrape.Value("wisdomwave_turns_pending", "bot=\"Home\"") == 1 && scrape.Value("wisdomwave_turns_oldest_age_seconds", "bot=\"Home\"") >= 90,
            "the turn is pending for 90 s");

        ready.SetResult();
        await answer;
        await Eventually.HoldsAsync(
            async () => await Scrape.OfAsync(dialog.Http, Token) is var scrape
                && scrape.Value("wisdomwave_turns_pending", "bot=\"Home\"") == 0 && scrape.Value("wisdomwave_turns_oldest_age_seconds", "bot=\"Home\"") == 0,
            "no turn is pending");
    }

    [Fact]
    public async Task BudgetsShowWhatIsSpentAndLeftAlsoAfterARestart()
    {
        await using var dialog = await DialogService.StartAsync(
            [.. Named, "--Budgets:Bot:DailyTokens=1000000", "--Budgets:Bot:MonthlyMoney=10", .. TestPrices.Settings]);
        await dialog.AskAsync("Hello?");
        await dialog.RestartAsync();

        var tokens = ScriptedCompletion.Usage.TotalTokens;
        await Eventually.HoldsAsync(
            async () => (await Scrape.OfAsync(dialog.Http, Token)).Value("wisdomwave_budget_spent_tokens", "bot=\"Home\"", "period=\"day\"") == tokens, "the usage is read");
        var scrape = await Scrape.OfAsync(dialog.Http, Token);
        Assert.Equal(tokens, scrape.Value("wisdomwave_budget_spent_tokens", "period=\"month\""));
        Assert.Equal(1_000_000 - tokens, scrape.Value("wisdomwave_budget_left_tokens", "bot=\"Home\"", "period=\"day\""));
        Assert.Null(scrape.Value("wisdomwave_budget_left_tokens", "period=\"month\""));
        Assert.Equal(Cost, scrape.Value("wisdomwave_budget_spent_cost", "period=\"month\"")!.Value, 9);
        Assert.Equal(10 - Cost, scrape.Value("wisdomwave_budget_left_cost", "bot=\"Home\"", "period=\"month\"")!.Value, 9);
    }

    [Fact]
    public async Task TurnsThatLeaveThePromptAreCounted()
    {
        await using var dialog = await DialogService.StartAsync([.. Named, "--MAX_TOKENS=1000", "--Persona=Be brief."]);
        // About 300 tokens each: question and answer.
        var text = string.Join(' ', Enumerable.Repeat("word", 150));
        for (var i = 0; i < 4; i++)
            await dialog.AskAsync($"{i} {text}");

        await Eventually.HoldsAsync(
            async () => (await Scrape.OfAsync(dialog.Http, Token)).Value("wisdomwave_turns_trimmed_total", "bot=\"Home\"") >= 1, "a turn has left the prompt");
    }

    [Fact]
    public async Task AHundredBotsFitIntoAMetric()
    {
        await using var dialog = await DialogService.StartAsync([.. Enumerable.Range(1, 100).Select(bot => $"--Bots:b{bot}:Id={bot}")]);
        var metrics = dialog.Services.GetRequiredService<DialogMetrics>();
        foreach (var failure in Enum.GetNames<FailureKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))
        {
            for (var bot = 1; bot <= 100; bot++)
                metrics.TurnEnded(bot, failure, TimeSpan.FromSeconds(1));
        }

        await Eventually.HoldsAsync(
            async () => (await Scrape.OfAsync(dialog.Http, Token)).LabelValues("wisdomwave_turns_total", "bot").Count == 100, "all bots are measured");
        var scrape = await Scrape.OfAsync(dialog.Http, Token);
        Assert.Equal(100 * Enum.GetNames<FailureKind>().Length, scrape.Value("wisdomwave_turns_total"));
        // OpenTelemetry puts what does not fit into this series.
        Assert.Empty(scrape.LabelValues("wisdomwave_turns_total", "otel_metric_overflow"));
        Assert.Empty(scrape.LabelValues("wisdomwave_tokens_total", "otel_metric_overflow"));
    }

    [Fact]
    public async Task TheDatabaseAndItsDiskAreMeasured()
    {
        await using var dialog = await DialogService.StartAsync();
        var scrape = await Scrape.OfAsync(dialog.Http, Token);

        Assert.Equal(1, scrape.Value("wisdomwave_database_writable"));
        Assert.True(scrape.Value("wisdomwave_database_size_bytes") > 0);
        Assert.True(scrape.Value("wisdomwave_database_wal_size_bytes") >= 0);
        Assert.True(scrape.Value("wisdomwave_database_disk_free_bytes") is > 0 and var free && free <= scrape.Value("wisdomwave_database_disk_size_bytes"));
    }
}
