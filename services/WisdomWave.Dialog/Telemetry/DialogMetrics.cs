using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Telemetry;

/// <summary>The metrics of this service; docs/metrics.md describes them.</summary>
internal sealed class DialogMetrics
{
    internal const string MeterName = "WisdomWave.Dialog";

    /// <summary>Outcomes of messages that were rejected by a rule. They are not failures, and the dashboard counts them separately.</summary>
    internal static readonly string[] Refusals = ["budget_spent", "denied", "input_too_long", "rate_limited_person", "too_many_pending"];

    private static readonly string[] Outcomes = ["answered", "command", "bug", "set_aside", "too_old", .. Refusals, .. Enum.GetNames<FailureKind>().Select(Word)];

    private readonly BotNames _bots;
    private readonly ModelCatalog _models;
    private readonly Counter<long> _turns;
    private readonly Histogram<double> _turnQueued;
    private readonly Histogram<double> _turnFirstText;
    private readonly Histogram<double> _turnDuration;
    private readonly Counter<long> _trimmed;
    private readonly UpDownCounter<long> _conversations;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly Counter<double> _savedCost;
    private readonly Counter<long> _budgetRefusals;
    private readonly Counter<long> _attachments;
    private readonly Counter<long> _joined;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<int> _commitSize;

    public DialogMetrics(IMeterFactory meters, BotNames bots, ModelCatalog models)
    {
        (_bots, _models) = (bots, models);
        var meter = meters.Create(MeterName);
        InstrumentAdvice<double> turnBuckets = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300] };
        _turns = meter.CreateCounter<long>("wisdomwave.turns", "{turn}", "Turns that ended, by outcome.");
        _turnQueued = meter.CreateHistogram("wisdomwave.turn.queued.duration", "s", "From accepting a message to the start of its turn.", advice: turnBuckets);
        _turnFirstText = meter.CreateHistogram(
            "wisdomwave.turn.first_text.duration", "s", "From accepting a question to the first text from the model.", advice: turnBuckets);
        _turnDuration = meter.CreateHistogram("wisdomwave.turn.duration", "s", "From accepting a message to storing its reply.", advice: turnBuckets);
        _trimmed = meter.CreateCounter<long>("wisdomwave.turns.trimmed", "{turn}", "Turns that left the prompt because it was full.");
        _conversations = meter.CreateUpDownCounter<long>("wisdomwave.conversations.active", "{conversation}", "Conversations in memory.");
        _tokens = meter.CreateCounter<long>("wisdomwave.tokens", "{token}", "Tokens used by model calls, by kind and source.");
        _cost = meter.CreateCounter<double>("wisdomwave.cost", "{currency}", "Cost of model calls, as budgets count it.");
        _savedCost = meter.CreateCounter<double>("wisdomwave.saved_cost", "{currency}", "What answers from the cache and shared answers would have cost.");
        _budgetRefusals = meter.CreateCounter<long>("wisdomwave.budget.refusals", "{call}", "Calls of a model that a budget had no room for.");
        _attachments = meter.CreateCounter<long>("wisdomwave.attachments", "{file}", "Files attached to questions, by kind and outcome.");
        _joined = meter.CreateCounter<long>("wisdomwave.messages.joined", "{message}", "Messages merged into the question before them.");
        _commitDuration = meter.CreateHistogram<double>(
            "wisdomwave.database.commit.duration", "s", "Duration of one write transaction, including the flush to the disk.",
            advice: new() { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1] });
        _commitSize = meter.CreateHistogram<int>(
            "wisdomwave.database.commit.writes", "{write}", "Writes per transaction.",
            advice: new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });

        foreach (var (id, _) in bots.All)
            BotStarted(id);
    }

    /// <summary>Starts the bot's counters at zero: increase() and rate() do not see the first event of a counter that starts at one.</summary>
    public void BotStarted(long botId)
    {
        var bot = Bot(botId);
        foreach (var outcome in Outcomes)
            _turns.Add(0, new("outcome", outcome), bot);
        _joined.Add(0, bot);
        _trimmed.Add(0, bot);
        _conversations.Add(0, bot);
        foreach (var scope in Enum.GetValues<BudgetScope>())
        {
            AddBudgetRefusals(0, bot, scope, isMonth: false);
            AddBudgetRefusals(0, bot, scope, isMonth: true);
        }

        foreach (var model in _models.For(botId).Offered)
        {
            foreach (var source in Enum.GetValues<AnswerSource>())
                AddTokens(new TokenUsage(0, 0), bot, model.Name, source);
            _cost.Add(0, bot, Model(model.Name));
            _savedCost.Add(0, bot, Model(model.Name));
        }
    }

    public void TurnStarted(long botId, TimeSpan queued) => _turnQueued.Record(queued.TotalSeconds, Bot(botId));

    public void FirstTextArrived(long botId, TimeSpan sinceAcceptance) => _turnFirstText.Record(sinceAcceptance.TotalSeconds, Bot(botId));

    public void TurnEnded(long botId, string outcome, TimeSpan duration)
    {
        KeyValuePair<string, object?> label = new("outcome", outcome);
        _turns.Add(1, label, Bot(botId));
        _turnDuration.Record(duration.TotalSeconds, label, Bot(botId));
    }

    public void TurnsTrimmed(long botId, int turns) => _trimmed.Add(turns, Bot(botId));

    public void ConversationActivated(long botId) => _conversations.Add(1, Bot(botId));

    public void ConversationDeactivated(long botId) => _conversations.Add(-1, Bot(botId));

    public void ModelCalled(long botId, ModelCall call)
    {
        AddTokens(call.Usage, Bot(botId), call.ConfiguredModel, call.Source);
        if (call.Cost > 0)
            _cost.Add((double)call.Cost, Bot(botId), Model(call.ConfiguredModel));
        if (call.Saved > 0)
            _savedCost.Add((double)call.Saved, Bot(botId), Model(call.ConfiguredModel));
    }

    public void BudgetRefused(long botId, BudgetScope scope, bool isMonth) => AddBudgetRefusals(1, Bot(botId), scope, isMonth);

    public void AttachmentRead(long botId, AttachmentKind kind, string outcome) =>
        _attachments.Add(1, new("kind", Word(kind.ToString())), new("outcome", Word(outcome)), Bot(botId));

    public void MessageJoined(long botId) => _joined.Add(1, Bot(botId));

    public void Committed(int writes, TimeSpan duration)
    {
        _commitSize.Record(writes);
        _commitDuration.Record(duration.TotalSeconds);
    }

    private void AddBudgetRefusals(int calls, KeyValuePair<string, object?> bot, BudgetScope scope, bool isMonth) =>
        _budgetRefusals.Add(calls, bot, new("scope", Word(scope.ToString())), new("period", isMonth ? "month" : "day"));

    private void AddTokens(TokenUsage usage, KeyValuePair<string, object?> bot, string model, AnswerSource source)
    {
        var from = new KeyValuePair<string, object?>("source", Word(source));
        _tokens.Add(usage.InputTokens, new TagList { bot, Model(model), new("kind", "input"), from });
        _tokens.Add(usage.OutputTokens, new TagList { bot, Model(model), new("kind", "output"), from });
    }

    private KeyValuePair<string, object?> Bot(long id) => new("bot", _bots.Of(id));

    private static KeyValuePair<string, object?> Model(string name) => new("model", name);

    private static string Word(AnswerSource source) => source switch
    {
        AnswerSource.Cache => "cache",
        AnswerSource.Joined => "joined",
        _ => "provider",
    };

    // TooLarge → too_large, as in the labels of the other services.
    private static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
