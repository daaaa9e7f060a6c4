using System.Diagnostics;
using System.Diagnostics.Metrics;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Receiving;

namespace WisdomWave.Ingress.Telemetry;

/// <summary>The service's metrics, by the configured name of the bot; docs/metrics.md describes them.</summary>
internal sealed class IngressMetrics
{
    public const string MeterName = "WisdomWave.Ingress";

    private readonly Counter<long> _updates;
    private readonly Histogram<double> _firstText;
    private readonly Histogram<double> _answer;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _floods;
    private readonly Counter<double> _floodWait;

    public IngressMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _updates = meter.CreateCounter<long>("wisdomwave.updates", "{update}", "Received updates, by how they were handled.");
        _firstText = meter.CreateHistogram<double>(
            "wisdomwave.answer.first_text.duration", "s", "Time from receiving an update to the first text of its answer in the chat.");
        _answer = meter.CreateHistogram<double>(
            "wisdomwave.answer.duration", "s", "Time from receiving an update to the last part of its answer in the chat.");
        _deliveries = meter.CreateCounter<long>("wisdomwave.deliveries", "{reply}", "Replies sent to their chats, by outcome.");
        _requests = meter.CreateCounter<long>("wisdomwave.telegram.requests", "{request}", "Requests to Telegram, by method and outcome.");
        _floods = meter.CreateCounter<long>("wisdomwave.telegram.floods", "{response}", "Responses 429: Telegram asks the bot to wait.");
        _floodWait = meter.CreateCounter<double>("wisdomwave.telegram.flood.wait", "s", "How long Telegram asked the bot to wait.");
    }

    /// <summary>Starts the bot's counters at zero: increase() and rate() do not see the first event of a counter that starts at one.</summary>
    public void BotAdded(string bot)
    {
        foreach (var kind in Labels<UpdateKind>.All.Values)
            _updates.Add(0, new("kind", kind), Bot(bot));
        foreach (var outcome in Labels<DeliveryOutcome>.All.Values)
            _deliveries.Add(0, new("outcome", outcome), Bot(bot));
        _floods.Add(0, Bot(bot));
        _floodWait.Add(0, Bot(bot));
    }

    public void UpdateReceived(string bot, UpdateKind kind) => _updates.Add(1, new("kind", Label(kind)), Bot(bot));

    public void FirstTextShown(string bot, TimeSpan sinceReceipt) => _firstText.Record(sinceReceipt.TotalSeconds, Bot(bot));

    public void AnswerDelivered(string bot, TimeSpan sinceReceipt) => _answer.Record(sinceReceipt.TotalSeconds, Bot(bot));

    public void DeliveryEnded(string bot, DeliveryOutcome outcome) => _deliveries.Add(1, new("outcome", Label(outcome)), Bot(bot));

    /// <param name="bot">The bot's name.</param>
    /// <param name="method">The Bot API method.</param>
    /// <param name="failure">Null for a success.</param>
    public void TelegramAnswered(string bot, string method, TelegramFailure? failure)
    {
        _requests.Add(1, new("method", method), new("outcome", failure is null ? "ok" : Label(failure.Kind)), Bot(bot));
        if (failure is not { Kind: TelegramFailureKind.FloodWait })
            return;

        _floods.Add(1, Bot(bot));
        _floodWait.Add(failure.RetryAfter?.TotalSeconds ?? 0, Bot(bot));
    }

    private static KeyValuePair<string, object?> Bot(string name) => new("bot", name);

    // "FloodWait" → "flood_wait"
    private static string Label<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        Labels<TEnum>.All[value];

    private static class Labels<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> All = Enum.GetValues<TEnum>()
            .ToDictionary(value => value, value => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}

/// <summary>One activity per turn, from its update to its last part; requests to dialog and Telegram are its children.</summary>
internal static class IngressTracing
{
    public static ActivitySource Source { get; } = new("WisdomWave.Ingress");
}
