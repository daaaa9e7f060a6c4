using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Metrics;

namespace WisdomWave.Ingress.Tests.Telemetry;

public sealed class BotMetricsTests
{
    private const string Second = "Bots:family:Token=110201544:playground-token-of-the-tests";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheCatalogueListsExactlyTheInstrumentsOfIngress()
    {
        await using var host = await IngressHost.StartAsync();
        Assert.Equal(CreatedInstruments.Catalogued("Ingress"), CreatedInstruments.Of(host.Services.GetRequiredService<IMeterFactory>()));
    }

    [Fact]
    public async Task EachBotSaysWhetherItReceivesAndWhenItsLastUpdateCame()
    {
        await using var host = await IngressHost.PrepareAsync(Second);
        await host.FailAsync(new BotFault { Method = "getUpdates", BotId = 110201544, Kind = BotFaultKind.Answer, Status = 500, Times = int.MaxValue });
        await host.StartIngressAsync();
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        // The page's bot, to which Ann writes otherwise, is the one that started first.
        await host.Ann.With(110201543).SayAsync("Hello", cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        turn.Complete("Hello!");
        await turn.ReportsAsync();

        await Eventually.HoldsAsync(
            async () => await Scrape.OfAsync(host.Http, Token) is var scrape
                && scrape.Value("wisdomwave_bot_receiving", "bot=\"bot\"") == 1 && scrape.Value("wisdomwave_bot_receiving", "bot=\"family\"") == 0
                && scrape.Value("wisdomwave_bot_last_update_timestamp_seconds", "bot=\"bot\"") >= before
                && scrape.Value("wisdomwave_bot_last_update_timestamp_seconds", "bot=\"family\"") is null,
            "one bot receives and the other does not");
    }

    [Fact]
    public async Task EveryCounterStartsAtZero()
    {
        await using var host = await IngressHost.StartAsync();
        await Eventually.HoldsAsync(
            async () => (await Scrape.OfAsync(host.Http, Token)).Value("wisdomwave_bot_receiving", "bot=\"bot\"") == 1, "the bot receives");
        var scrape = await Scrape.OfAsync(host.Http, Token);
        Assert.All(CataloguedMetric.CountersOf("Ingress"), metric => Assert.Equal((metric.Name, 0), (metric.Name, scrape.Value(metric.Name, "bot=\"bot\""))));
    }

    [Fact]
    public async Task AReplyIsPendingUntilItIsDelivered()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await PendingAsync(host, 1);

        turn.Complete("Hello!");
        await turn.ReportsAsync();
        await PendingAsync(host, 0);
    }

    [Fact]
    public async Task FloodWaitsAreCountedWithTheTimeThatTelegramAsksFor()
    {
        await using var host = await IngressHost.StartAsync();
        await host.FailAsync(new BotFault { Method = "sendMessage", Kind = BotFaultKind.Answer, Status = 429, RetryAfter = 1 });
        var turn = await host.AskAsync("Hello");
        turn.Complete("Hello!");
        await turn.ReportsAsync();

        await Eventually.HoldsAsync(
            async () => await Scrape.OfAsync(host.Http, Token) is var scrape
                && scrape.Value("wisdomwave_telegram_floods_total", "bot=\"bot\"") == 1 && scrape.Value("wisdomwave_telegram_flood_wait_seconds_total", "bot=\"bot\"") == 1,
            "the flood wait is counted");
    }

    private static Task PendingAsync(IngressHost host, int replies) => Eventually.HoldsAsync(
        async () => await Scrape.OfAsync(host.Http, Token) is var scrape
            && scrape.Value("wisdomwave_deliveries_pending", "bot=\"bot\"") == replies
            && scrape.Value("wisdomwave_deliveries_oldest_age_seconds", "bot=\"bot\"") > 0 == replies > 0,
        $"{replies} replies are pending");
}
