using System.Diagnostics;
using System.Diagnostics.Metrics;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Receiving;

namespace WisdomWave.Ingress.Telemetry;

/// <summary>The service's metrics.</summary>
internal sealed class IngressMetrics
{
    public const string MeterName = "WisdomWave.Ingress";

    private readonly Counter<long> _updates;
    private readonly Histogram<double> _firstText;
    private readonly Histogram<double> _answer;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _requests;

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
    }

    public void UpdateReceived(UpdateKind kind) => _updates.Add(1, new KeyValuePair<string, object?>("kind", Label(kind)));

    public void FirstTextShown(TimeSpan sinceReceipt) => _firstText.Record(sinceReceipt.TotalSeconds);

    public void AnswerDelivered(TimeSpan sinceReceipt) => _answer.Record(sinceReceipt.TotalSeconds);

    public void DeliveryEnded(DeliveryOutcome outcome) => _deliveries.Add(1, new KeyValuePair<string, object?>("outcome", Label(outcome)));

    public void TelegramAnswered(string method, TelegramFailureKind? failure)
    {
        var tags = new TagList { { "method", method }, { "outcome", failure is { } kind ? Label(kind) : "ok" } };
        _requests.Add(1, tags);
    }

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
