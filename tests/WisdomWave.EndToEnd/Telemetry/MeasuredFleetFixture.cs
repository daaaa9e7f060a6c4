using WisdomWave.EndToEnd.Faults;

namespace WisdomWave.EndToEnd.Telemetry;

/// <summary>Two bots, with prices, budgets, a fallback model and provider limits, so that every metric is exported.</summary>
public sealed class MeasuredFleetFixture : FleetFixture
{
    public const string Model = "gpt-5-mini";
    public const string Fallback = "fallback-model";

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
        // Nobody listens there. Traces are made all the same, and measurements refer to them.
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9",
    };
}
