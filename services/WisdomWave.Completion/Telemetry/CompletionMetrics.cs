using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Completing;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.ProviderLimits;
using WisdomWave.Completion.SemanticCaching;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Telemetry;

/// <summary>
/// The service's own metrics; docs/metrics.md describes them. Microsoft.Extensions.AI also records the provider calls (<c>gen_ai.*</c>), under
/// names that its updates may change.
/// </summary>
internal sealed class CompletionMetrics
{
    internal const string MeterName = "WisdomWave.Completion";

    /// <summary>The label of a request that does not name its bot.</summary>
    private const string UnknownBot = "unknown";

    private readonly ConcurrentDictionary<string, bool> _bots = new(StringComparer.Ordinal);
    private readonly ProviderModels _models;
    private readonly Counter<long> _cacheRequests;
    private readonly Counter<long> _cacheStores;
    private readonly Counter<long> _similarLookups;
    private readonly Counter<long> _savedTokens;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<double> _cost;
    private readonly Counter<double> _savedCost;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstText;
    private readonly Histogram<double> _transcription;
    private readonly Counter<long> _providerCalls;
    private readonly Histogram<double> _providerQueue;

    public CompletionMetrics(IMeterFactory meters, IOptions<ProviderModels> models, IConfiguration configuration)
    {
        _models = models.Value;
        var meter = meters.Create(MeterName);
        _cacheRequests = meter.CreateCounter<long>("wisdomwave.cache.requests", "{request}", "Completions by the result of the response cache.");
        _cacheStores = meter.CreateCounter<long>("wisdomwave.cache.stores", "{answer}", "Answers by whether they were stored in the response cache.");
        _similarLookups = meter.CreateCounter<long>("wisdomwave.cache.similar_lookups", "{question}", "Questions by the result of the semantic cache.");
        _savedTokens = meter.CreateCounter<long>("wisdomwave.cache.saved_tokens", "{token}", "Tokens that cached and shared answers saved.");
        _failures = meter.CreateCounter<long>("wisdomwave.completion.failures", "{completion}", "Completions without a complete answer.");
        _retries = meter.CreateCounter<long>("wisdomwave.completion.retries", "{call}", "Provider calls that were retried.");
        _fallbacks = meter.CreateCounter<long>("wisdomwave.completion.fallbacks", "{call}", "Calls that a fallback model took over.");
        _cost = meter.CreateCounter<double>("wisdomwave.completion.cost", "{currency}", "Cost of provider calls by operation, where prices are set.");
        _savedCost = meter.CreateCounter<double>("wisdomwave.cache.saved_cost", "{currency}", "Cost that cached and shared answers saved, where prices are set.");
        _duration = meter.CreateHistogram<double>("wisdomwave.completion.duration", "s", "Time from the request to the end of the answer.");
        _firstText = meter.CreateHistogram<double>("wisdomwave.completion.first_text.duration", "s", "Time from the request to the first text of the answer.");
        _transcription = meter.CreateHistogram<double>(
            "wisdomwave.transcription.duration", "s", "Time from the request to a recording's transcription, by outcome.",
            advice: new() { HistogramBucketBoundaries = [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] });
        _providerCalls = meter.CreateCounter<long>("wisdomwave.provider.calls", "{call}", "Chat calls to providers, each attempt counted, by model and outcome.");
        _providerQueue = meter.CreateHistogram<double>("wisdomwave.provider.queue.duration", "s", "Time that calls waited for the provider limits, by outcome.");

        StartAtZero([.. _models.Models.Select(model => model.Name), configuration["MODEL_NAME"]]);
    }

    /// <summary>Starts the bot's counters at zero when its first request arrives.</summary>
    public void BotAsked(string? bot)
    {
        if (_bots.ContainsKey(bot ?? UnknownBot) || !_bots.TryAdd(bot ?? UnknownBot, true))
            return;

        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            _failures.Add(0, Label("kind", Word(kind)), Bot(bot));
            _fallbacks.Add(0, Label("kind", Word(kind)), Bot(bot));
            if (RetryDelay.IsRetryable(kind))
                _retries.Add(0, Label("kind", Word(kind)), Bot(bot));
        }

        foreach (var result in Enum.GetValues<CacheResult>())
            _cacheRequests.Add(0, Label("result", Word(result)), Bot(bot));
        AddSavedTokens(new TokenUsage(0, 0), bot);
        foreach (var model in _models.Models.Where(model => model.InputPrice is not null || model.OutputPrice is not null))
        {
            AddCostOf(0, AnswerSource.Provider, model.Name, bot);
            AddCostOf(0, AnswerSource.Cache, model.Name, bot);
        }
    }

    public void CountCacheRequest(CacheResult result, string? bot) => _cacheRequests.Add(1, Label("result", Word(result)), Bot(bot));

    public void CountCacheStore(StoreResult result) => _cacheStores.Add(1, Label("result", Word(result)));

    public void CountSimilarLookup(SimilarLookupResult result) => _similarLookups.Add(1, Label("result", Word(result)));

    public void AddSavedTokens(TokenUsage usage, string? bot)
    {
        _savedTokens.Add(usage.InputTokens, Label("kind", "input"), Bot(bot));
        _savedTokens.Add(usage.OutputTokens, Label("kind", "output"), Bot(bot));
    }

    /// <summary>Counts the cost of an answer as paid if the provider made it for this request, otherwise as saved.</summary>
    /// <param name="cost">Null without prices.</param>
    /// <param name="source">Where the answer came from.</param>
    public void AddCostOf(decimal? cost, AnswerSource source, string model, string? bot)
    {
        if (source == AnswerSource.Provider)
            AddCost(cost, "chat", model, bot);
        else if (cost is { } saved)
            _savedCost.Add((double)saved, Label("model", model), Bot(bot));
    }

    /// <param name="cost">Null without prices.</param>
    /// <param name="operation"><c>chat</c>, <c>embeddings</c> or <c>transcription</c>.</param>
    public void AddCost(decimal? cost, string operation, string model, string? bot)
    {
        if (cost is { } known)
            _cost.Add((double)known, Label("operation", operation), Label("model", model), Bot(bot));
    }

    public void CountFallback(FailureKind kind, string? bot) => _fallbacks.Add(1, Label("kind", Word(kind)), Bot(bot));

    public void CountRetry(FailureKind kind, string? bot) => _retries.Add(1, Label("kind", Word(kind)), Bot(bot));

    /// <param name="model">The model's name in the configuration.</param>
    /// <param name="failure">Null when the answer is complete.</param>
    public void CountProviderCall(string? model, FailureKind? failure) =>
        _providerCalls.Add(1, Label("model", model ?? ""), Label("outcome", failure is { } kind ? Word(kind) : "completed"));

    /// <summary>Counts a call whose answer nobody waits for any more.</summary>
    public void CountAbandonedCall(string? model) => _providerCalls.Add(1, Label("model", model ?? ""), Label("outcome", "abandoned"));

    public void RecordWait(TimeSpan wait, WaitOutcome outcome) => _providerQueue.Record(wait.TotalSeconds, Label("outcome", Word(outcome)));

    public void RecordFirstText(TimeSpan after, AnswerSource source, string? bot) => _firstText.Record(after.TotalSeconds, Label("source", Word(source)), Bot(bot));

    public void RecordCompleted(TimeSpan after, AnswerSource source, string? bot) =>
        _duration.Record(after.TotalSeconds, Label("source", Word(source)), Label("outcome", "completed"), Bot(bot));

    public void RecordFailed(TimeSpan after, FailureKind kind, string? bot)
    {
        _failures.Add(1, Label("kind", Word(kind)), Bot(bot));
        _duration.Record(after.TotalSeconds, Label("source", Word(AnswerSource.Provider)), Label("outcome", "failed"), Bot(bot));
    }

    /// <param name="after">Time since the request.</param>
    /// <param name="failure">Null if the transcription succeeded.</param>
    public void RecordTranscription(TimeSpan after, FailureKind? failure, string? bot) =>
        _transcription.Record(after.TotalSeconds, Label("outcome", failure is { } kind ? Word(kind) : "completed"), Bot(bot));

    // Dashboards then show a zero instead of a gap, and the first occurrence is an increase.
    private void StartAtZero(IEnumerable<string?> models)
    {
        foreach (var result in Enum.GetValues<StoreResult>())
            _cacheStores.Add(0, Label("result", Word(result)));
        foreach (var result in Enum.GetValues<SimilarLookupResult>())
            _similarLookups.Add(0, Label("result", Word(result)));
        foreach (var model in models.OfType<string>().Where(model => model.Length > 0))
        {
            _providerCalls.Add(0, Label("model", model), Label("outcome", "completed"));
            _providerCalls.Add(0, Label("model", model), Label("outcome", "abandoned"));
            foreach (var kind in Enum.GetValues<FailureKind>())
                _providerCalls.Add(0, Label("model", model), Label("outcome", Word(kind)));
        }
    }

    private static KeyValuePair<string, object?> Bot(string? name) => new("bot", name ?? UnknownBot);

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private static string Word(AnswerSource source) => source switch
    {
        AnswerSource.Cache => "cache",
        AnswerSource.Joined => "joined",
        _ => "provider",
    };

    private static string Word(CacheResult result) => result switch
    {
        CacheResult.Hit => "hit",
        CacheResult.Miss => "miss",
        CacheResult.Joined => "joined",
        CacheResult.Similar => "similar",
        CacheResult.Unavailable => "unavailable",
        _ => "bypass",
    };

    private static string Word(StoreResult result) => result switch
    {
        StoreResult.Stored => "stored",
        StoreResult.TooLarge => "too_large",
        StoreResult.Dropped => "dropped",
        _ => "unavailable",
    };

    private static string Word(SimilarLookupResult result) => result switch
    {
        SimilarLookupResult.Found => "found",
        SimilarLookupResult.None => "none",
        SimilarLookupResult.NotEmbedded => "not_embedded",
        SimilarLookupResult.Unavailable => "unavailable",
        _ => "too_slow",
    };

    private static string Word(WaitOutcome outcome) => outcome switch
    {
        WaitOutcome.Admitted => "admitted",
        WaitOutcome.Refused => "refused",
        _ => "abandoned",
    };

    private static string Word(FailureKind kind) => kind switch
    {
        FailureKind.Unavailable => "unavailable",
        FailureKind.TimedOut => "timed_out",
        FailureKind.CutOff => "cut_off",
        FailureKind.RateLimited => "rate_limited",
        FailureKind.QuotaSpent => "quota_spent",
        FailureKind.ContextTooLong => "context_too_long",
        FailureKind.Refused => "refused",
        FailureKind.Empty => "empty",
        FailureKind.OnlyTools => "only_tools",
        FailureKind.OnlyReasoning => "only_reasoning",
        FailureKind.NoRoomLeft => "no_room_left",
        FailureKind.RegionNotServed => "region_not_served",
        FailureKind.WrongAddress => "wrong_address",
        FailureKind.TooLarge => "too_large",
        FailureKind.KeyRejected => "key_rejected",
        FailureKind.ModelNotFound => "model_not_found",
        _ => "bad_request",
    };
}
