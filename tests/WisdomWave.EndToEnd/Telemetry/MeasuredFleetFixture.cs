using WisdomWave.EndToEnd.Faults;
using WisdomWave.Testing.Metrics;

namespace WisdomWave.EndToEnd.Telemetry;

/// <summary>Two bots, with prices, budgets, a fallback model and provider limits and scheduled backups, so that every metric is exported.</summary>
public sealed class MeasuredFleetFixture : FleetFixture
{
    public const string Model = "gpt-5-mini";
    public const string Fallback = "fallback-model";

    /// <summary>What each service exported after a plain question to each bot.</summary>
    internal IReadOnlyDictionary<string, Scrape> First { get; private set; } = null!;

    protected override int Bots => 2;

    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Models__0__Name"] = Model,
        ["Models__0__InputPrice"] = "0.25",
        ["Models__0__OutputPrice"] = "2",
        ["Models__0__Fallback"] = Fallback,
        ["Models__1__Name"] = Fallback,
        ["Transcribing__InputPrice"] = "1",
        ["Transcribing__OutputPrice"] = "1",
        ["Budgets__Bot__DailyTokens"] = "10000000",
        ["Budgets__Bot__MonthlyTokens"] = "10000000",
        ["Budgets__Bot__DailyMoney"] = "100",
        ["Budgets__Bot__MonthlyMoney"] = "100",
        // Far above what the tests ask, but every call passes through the queue.
        ["ProviderLimits__RequestsPerMinute"] = "60000",
        ["Backup__Interval"] = "1.00:00:00",
        // Nobody listens there. Traces are made all the same, and measurements refer to them.
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // Completion learns of a bot by its first question.
        foreach (var bot in Fleet.MoreBots.Append(Fleet.FirstBot))
        {
            var person = (await Fleet.Outside.Client.AddPersonAsync("Lea", "en")).With(bot);
            await person.SayAsync("What is 1 + 1?");
            await person.ReadAnswerAsync();
        }

        var scrapes = new Dictionary<string, Scrape>();
        foreach (var service in Fleet.Services)
            scrapes[service.Name] = new Scrape(await Fleet.MetricsAsync(service, CancellationToken.None));
        First = scrapes;
    }
}
