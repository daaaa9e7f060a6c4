using System.Diagnostics.Metrics;
using WisdomWave.Completion.Completing;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Metrics;

/// <summary>What the provider does is counted by Microsoft.Extensions.AI under the names of the convention (<c>gen_ai.*</c>).</summary>
internal sealed class CompletionMetrics
{
    private readonly Counter<long> _cacheRequests;
    private readonly Counter<long> _cacheStores;
    private readonly Counter<long> _similarLookups;
    private readonly Counter<long> _savedTokens;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _standIns;
    private readonly Counter<double> _cost;
    private readonly Counter<double> _savedCost;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstText;
    private readonly Histogram<double> _transcription;

    public CompletionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("WisdomWave.Completion");
        _cacheRequests = meter.CreateCounter<long>("wisdomwave.cache.requests", "{request}", "Completions by what the response cache had for them.");
        _cacheStores = meter.CreateCounter<long>("wisdomwave.cache.stores", "{answer}", "Answers on their way into the response cache.");
        _similarLookups = meter.CreateCounter<long>("wisdomwave.cache.similar_lookups", "{question}", "Questions by what the semantic cache had for them.");
        _savedTokens = meter.CreateCounter<long>("wisdomwave.cache.saved_tokens", "{token}", "Tokens that cached and shared answers did not cost again.");
        _failures = meter.CreateCounter<long>("wisdomwave.completion.failures", "{completion}", "Completions without a whole answer.");
        _retries = meter.CreateCounter<long>("wisdomwave.completion.retries", "{call}", "Calls of the provider that were repeated.");
        _standIns = meter.CreateCounter<long>("wisdomwave.completion.fallbacks", "{call}", "Calls that another model took over.");
        _cost = meter.CreateCounter<double>("wisdomwave.completion.cost", "{currency}", "What the provider's calls cost, where prices are set, by operation.");
        _savedCost = meter.CreateCounter<double>("wisdomwave.cache.saved_cost", "{currency}", "What cached and shared answers did not cost again, where prices are set.");
        _duration = meter.CreateHistogram<double>("wisdomwave.completion.duration", "s", "From the request to the end of the answer.");
        _firstText = meter.CreateHistogram<double>("wisdomwave.completion.first_text.duration", "s", "From the request to the first text of the answer.");
        _transcription = meter.CreateHistogram<double>(
            "wisdomwave.transcription.duration", "s", "From the request to the words of a recording, by outcome.",
            advice: new() { HistogramBucketBoundaries = [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] });

        BeginAtZero();
    }

    public void CacheAnswered(CacheResult result) => _cacheRequests.Add(1, Label("result", Word(result)));

    public void CacheStored(StoreResult result) => _cacheStores.Add(1, Label("result", Word(result)));

    public void SimilarLookedUp(SimilarResult result) => _similarLookups.Add(1, Label("result", Word(result)));

    public void TokensSaved(TokenUsage usage)
    {
        _savedTokens.Add(usage.InputTokens, Label("kind", "input"));
        _savedTokens.Add(usage.OutputTokens, Label("kind", "output"));
    }

    /// <param name="cost">Null without prices.</param>
    /// <param name="source">Only the provider's own answers cost.</param>
    public void Cost(decimal? cost, AnswerSource source)
    {
        if (source == AnswerSource.Provider)
            Paid(cost, "chat");
        else if (cost is { } saved)
            _savedCost.Add((double)saved);
    }

    /// <param name="cost">Null without prices.</param>
    /// <param name="operation"><c>chat</c>, <c>embeddings</c> or <c>transcription</c>.</param>
    public void Paid(decimal? cost, string operation)
    {
        if (cost is { } known)
            _cost.Add((double)known, Label("operation", operation));
    }

    public void StoodIn(FailureKind kind) => _standIns.Add(1, Label("kind", Word(kind)));

    public void Retried(FailureKind kind) => _retries.Add(1, Label("kind", Word(kind)));

    public void FirstText(TimeSpan after, AnswerSource source) => _firstText.Record(after.TotalSeconds, Label("source", Word(source)));

    public void Completed(TimeSpan after, AnswerSource source) =>
        _duration.Record(after.TotalSeconds, Label("source", Word(source)), Label("outcome", "completed"));

    public void Failed(TimeSpan after, FailureKind kind)
    {
        _failures.Add(1, Label("kind", Word(kind)));
        _duration.Record(after.TotalSeconds, Label("source", Word(AnswerSource.Provider)), Label("outcome", "failed"));
    }

    /// <param name="after">Since the request.</param>
    /// <param name="failure">Null when there are words.</param>
    public void Transcribed(TimeSpan after, FailureKind? failure) =>
        _transcription.Record(after.TotalSeconds, Label("outcome", failure is { } kind ? Word(kind) : "completed"));

    // What has not happened yet is a zero on the board, not a gap, and its first time is an increase.
    private void BeginAtZero()
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            _failures.Add(0, Label("kind", Word(kind)));
            if (RetryDelay.CanHelp(kind))
                _retries.Add(0, Label("kind", Word(kind)));
        }

        foreach (var result in Enum.GetValues<CacheResult>())
            _cacheRequests.Add(0, Label("result", Word(result)));
        foreach (var result in Enum.GetValues<StoreResult>())
            _cacheStores.Add(0, Label("result", Word(result)));
        foreach (var result in Enum.GetValues<SimilarResult>())
            _similarLookups.Add(0, Label("result", Word(result)));
        TokensSaved(new TokenUsage(0, 0));
    }

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

    private static string Word(SimilarResult result) => result switch
    {
        SimilarResult.Found => "found",
        SimilarResult.None => "none",
        SimilarResult.NotEmbedded => "not_embedded",
        SimilarResult.Unavailable => "unavailable",
        _ => "too_slow",
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
