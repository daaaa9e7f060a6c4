using System.Diagnostics.Metrics;
using System.Text.Json;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog;

/// <summary>The service's metrics.</summary>
internal sealed class DialogMetrics
{
    internal const string MeterName = "WisdomWave.Dialog";

    /// <summary>Outcomes of refused turns. They are not failures, and the dashboards show them separately.</summary>
    internal static readonly string[] Refusals = ["budget_spent", "denied", "input_too_long", "rate_limited_person", "too_many_pending"];

    private readonly Counter<long> _turns;
    private readonly Histogram<double> _turnDuration;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _attachments;
    private readonly Counter<long> _joined;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<int> _commitSize;

    public DialogMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _turns = meter.CreateCounter<long>("wisdomwave.turns", "{turn}", "Turns that ended, by outcome.");
        _turnDuration = meter.CreateHistogram<double>(
            "wisdomwave.turn.duration", "s", "Time from accepting a message to storing its reply.",
            advice: new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300] });
        _tokens = meter.CreateCounter<long>("wisdomwave.tokens", "{token}", "Tokens of answered turns, by kind and source.");
        _attachments = meter.CreateCounter<long>("wisdomwave.attachments", "{file}", "Files sent with questions, by kind and outcome.");
        _joined = meter.CreateCounter<long>("wisdomwave.messages.joined", "{message}", "Messages merged into the question before them.");
        _commitDuration = meter.CreateHistogram<double>(
            "wisdomwave.database.commit.duration", "s", "Duration of a writer transaction, including the flush to disk.",
            advice: new() { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1] });
        _commitSize = meter.CreateHistogram<int>(
            "wisdomwave.database.commit.writes", "{write}", "Writes that shared a transaction.",
            advice: new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });

        // Without an initial 0, increase() and rate() miss the first event of a counter.
        foreach (var outcome in (string[])["answered", "command", "bug", "set_aside", "too_old", .. Refusals])
            _turns.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        _joined.Add(0);
    }

    public void TurnEnded(string outcome, TimeSpan duration)
    {
        _turns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _turnDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
    }

    public void TokensUsed(TokenUsage usage, AnswerSource source)
    {
        var from = new KeyValuePair<string, object?>("source", Word(source.ToString()));
        _tokens.Add(usage.InputTokens, new KeyValuePair<string, object?>("kind", "input"), from);
        _tokens.Add(usage.OutputTokens, new KeyValuePair<string, object?>("kind", "output"), from);
    }

    /// <param name="kind">The kind of file.</param>
    /// <param name="outcome">A metrics label, so it must be one of a few words.</param>
    public void AttachmentRead(AttachmentKind kind, string outcome) => _attachments.Add(
        1, new KeyValuePair<string, object?>("kind", Word(kind.ToString())), new KeyValuePair<string, object?>("outcome", Word(outcome)));

    public void MessageJoined() => _joined.Add(1);

    public void Committed(int writes, TimeSpan duration)
    {
        _commitSize.Record(writes);
        _commitDuration.Record(duration.TotalSeconds);
    }

    // TooLarge → too_large, like the labels of the other services.
    private static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
