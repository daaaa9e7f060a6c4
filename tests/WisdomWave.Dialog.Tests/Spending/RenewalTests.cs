using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Telemetry;

namespace WisdomWave.Dialog.Tests.Spending;

/// <summary>Days and months end at midnight UTC.</summary>
public sealed class RenewalTests(RenewalTests.Service service) : IClassFixture<RenewalTests.Service>
{
    private const int Prompt = 100, Answer = 4000;

    private static readonly ModelPrices Prices = new(1000, 1000, 1000);
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>Each test has a person of its own, because all share one table.</summary>
    private readonly Spender _ann = service.NewSpender();

    [Theory]
    [InlineData("Daily", "2026-11-25T23:59:00Z", "2026-11-26")]
    [InlineData("Daily", "2028-02-28T23:59:00Z", "2028-02-29")]
    [InlineData("Daily", "2026-12-31T23:59:00Z", "2027-01-01")]
    [InlineData("Monthly", "2026-11-30T23:59:00Z", "2026-12-01")]
    [InlineData("Monthly", "2028-02-29T23:59:00Z", "2028-03-01")]
    [InlineData("Monthly", "2026-12-31T23:59:00Z", "2027-01-01")]
    public async Task ASpentBudgetRefusesUntilItRenewsInFull(string period, string before, string renewal)
    {
        foreach (var limits in (BudgetLimits[])[Limits(period, tokens: 10_000), Limits(period, money: 10)])
        {
            var time = new FakeTimeProvider(Time(before));
            var budgets = BudgetsOf(time, limits);
            (await ReserveAsync(budgets)).Settle(new(9_950, NanoMoney.Of(9.95m)));

            var (reservation, spent) = await budgets.ReserveAsync(_ann, Prompt, Answer, Prices, Token);
            Assert.Equal((null, new BudgetNotice(BudgetScope.Person, Time(renewal + "T00:00:00Z"))), (reservation, spent));

            time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(Answer, (await ReserveAsync(budgets)).AnswerTokens);
        }
    }

    [Fact]
    public async Task AReservationMadeBeforeMidnightIsSettledInTheNewDay()
    {
        var time = new FakeTimeProvider(Time("2026-11-25T23:59:00Z"));
        var budgets = BudgetsOf(time, Limits("Daily", tokens: 5_000));
        (await ReserveAsync(budgets)).Settle(new(500, 0));
        var overMidnight = await ReserveAsync(budgets);
        time.Advance(TimeSpan.FromMinutes(2));

        // The reservation of a prompt and an answer also counts in the new day.
        var meanwhile = await ReserveAsync(budgets);
        Assert.Equal(5_000 - (Prompt + Answer) - Prompt, meanwhile.AnswerTokens);
        meanwhile.Settle(default);

        // The new day is charged, like its row in the table. Nothing of the old day is left.
        Assert.Empty(overMidnight.Settle(new(3_000, 0)));
        Assert.Equal(5_000 - 3_000 - Prompt, (await ReserveAsync(budgets)).AnswerTokens);
    }

    [Fact]
    public async Task ANewDayDoesNotResetTheMonth()
    {
        var time = new FakeTimeProvider(Time("2026-11-29T23:59:00Z"));
        var budgets = BudgetsOf(time, new BudgetLimits { DailyTokens = 5_000, MonthlyTokens = 8_000 });
        (await ReserveAsync(budgets)).Settle(new(4_950, 0));

        time.Advance(TimeSpan.FromMinutes(1));
        var reservation = await ReserveAsync(budgets);
        Assert.Equal(8_000 - 4_950 - Prompt, reservation.AnswerTokens);
        reservation.Settle(new(3_000, 0));
        Assert.Equal(Time("2026-12-01T00:00:00Z"), (await budgets.ReserveAsync(_ann, Prompt, Answer, null, Token)).Spent?.RenewsAt);

        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Answer, (await ReserveAsync(budgets)).AnswerTokens);
    }

    [Fact]
    public async Task TheWarningComesAtEightyPercentOncePerPeriod()
    {
        var time = new FakeTimeProvider(Time("2026-11-29T12:00:00Z"));
        var budgets = BudgetsOf(time, Limits("Daily", tokens: 10_000));

        Assert.Empty((await ReserveAsync(budgets)).Settle(new(7_999, 0)));
        Assert.Equal([new(BudgetScope.Person, Time("2026-11-30T00:00:00Z"))], (await ReserveAsync(budgets)).Settle(new(1, 0)));
        Assert.Empty((await ReserveAsync(budgets)).Settle(new(1, 0)));

        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([new(BudgetScope.Person, Time("2026-12-01T00:00:00Z"))], (await ReserveAsync(budgets)).Settle(new(8_000, 0)));
    }

    /// <summary>Rows of the table count only on their day and in their month.</summary>
    [Theory]
    [InlineData("Daily", "2026-11-30T23:59:59Z", 1_000 - Prompt)]
    [InlineData("Daily", "2026-12-01T00:00:00Z", Answer)]
    [InlineData("Monthly", "2026-11-30T23:59:59Z", 900 - Prompt)]
    [InlineData("Monthly", "2026-12-01T00:00:00Z", Answer)]
    public async Task ARestartLoadsTheSumsOfTheCurrentPeriod(string period, string now, int answerTokens)
    {
        foreach (var (day, tokens) in ((string, int)[])[("2026-11-29T23:59:59Z", 100), ("2026-11-30T00:00:00Z", 9_000)])
        {
            await service.Dialog.Services.GetRequiredService<DatabaseWriter>().WriteAsync(
                session =>
                {
                    UsageWrites.Add(session, _ann, Time(day), [new ModelCall("test-model", AnswerSource.Provider, new TokenUsage(tokens, 0), 0, 0)]);
                    return true;
                },
                Token);
        }

        Assert.Equal(answerTokens, (await ReserveAsync(BudgetsOf(new FakeTimeProvider(Time(now)), Limits(period, tokens: 10_000)))).AnswerTokens);
    }

    private async Task<Reservation> ReserveAsync(Budgets budgets)
    {
        var (reservation, spent) = await budgets.ReserveAsync(_ann, Prompt, Answer, Prices, Token);
        Assert.Null(spent);
        return reservation!;
    }

    /// <summary>Budgets over the real table.</summary>
    private Budgets BudgetsOf(TimeProvider time, BudgetLimits person) => new(
        PoolsOf(person),
        service.Dialog.Services.GetRequiredService<AccessList>(),
        service.Dialog.Services.GetRequiredService<UsageSums>(),
        service.Dialog.Services.GetRequiredService<DialogMetrics>(),
        time);

    private BudgetPools PoolsOf(BudgetLimits person)
    {
        var options = new ServiceCollection().Configure<BudgetOptions>(budgets => budgets.Person = person).BuildServiceProvider();
        return new(options.GetRequiredService<IOptionsMonitor<BudgetOptions>>(), service.Dialog.Services.GetRequiredService<BotSections>());
    }

    private static BudgetLimits Limits(string period, long tokens = 0, decimal money = 0) => period == "Daily"
        ? new() { DailyTokens = tokens, DailyMoney = money }
        : new() { MonthlyTokens = tokens, MonthlyMoney = money };

    private static DateTimeOffset Time(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    public sealed class Service : IAsyncLifetime
    {
        private long _people;

        internal DialogService Dialog { get; private set; } = null!;

        internal Spender NewSpender() => Spender.Of(7, Interlocked.Increment(ref _people), _people);

        public async ValueTask InitializeAsync() => Dialog = await DialogService.StartAsync();

        public ValueTask DisposeAsync() => Dialog.DisposeAsync();
    }
}
