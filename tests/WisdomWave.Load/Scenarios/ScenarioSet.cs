using System.Globalization;

namespace WisdomWave.Load.Scenarios;

/// <summary>The scenarios that are run by name.</summary>
internal static class ScenarioSet
{
    // Questions a second in an open loop.
    private const int Lifted = 300;
    private const int Telegram = 30;

    // Of scale.
    private const int StoredTurns = 1_000_000;
    private const int StoredConversations = 10_000;
    private const int LongChats = 8;
    private const int Bots = 100;

    // At the same time.
    private const int Streams = 2_000;

    // Of completion alone.
    private const int CachedQuestions = 500;
    private static readonly TimeSpan StreamTime = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<string> Names { get; } =
    [
        "lifted-closed", "lifted-open", "lifted-closed-1s", "lifted-open-1s",
        "pace-open", "pace-closed", "pace-open-1s", "pace-closed-1s",
        "completion-hit", "completion-hit-open", "completion-pass", "completion-pass-open", "completion-streams",
        "scale-stored", "scale-history", "scale-streams", "scale-bots",
    ];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="given">The command line's values; unset ones are replaced by the scenario's own.</param>
    public static Scenario Of(string name, Scenario given)
    {
        if (name.StartsWith("completion", StringComparison.Ordinal))
            return OfCompletion(name, given);

        if (name.StartsWith("scale", StringComparison.Ordinal))
            return OfScale(name, given);

        var isLifted = name.StartsWith("lifted", StringComparison.Ordinal);
        var isOpen = name.Contains("open", StringComparison.Ordinal);
        var isSlow = name.EndsWith("1s", StringComparison.Ordinal);
        var conversations = given.Conversations > 0 ? given.Conversations : isSlow && isLifted ? 400 : 64;
        var rate = given.Rate > 0 ? given.Rate : isLifted ? Lifted : Telegram;
        var modelTime = given.ModelTime > TimeSpan.Zero ? given.ModelTime : TimeSpan.FromSeconds(isSlow ? 1 : 0);
        return given with
        {
            Name = name,
            Rate = isOpen ? rate : 0,
            Conversations = isOpen ? 0 : conversations,
            ModelTime = modelTime,
            Settings = Merge(isLifted ? LiftedSettings(conversations) : [], given.Settings),
        };
    }

    /// <summary>More of something than the other scenarios have; they are to be compared with "lifted-closed" or "lifted-open".</summary>
    private static Scenario OfScale(string name, Scenario given) => name switch
    {
        "scale-stored" => Of("lifted-open", given) with { Name = name, StoredTurns = StoredTurns, StoredConversations = StoredConversations },
        "scale-history" => Of("lifted-closed", given with { Conversations = given.Conversations > 0 ? given.Conversations : LongChats }) with { Name = name, Turns = int.MaxValue, MayTrim = true },
        "scale-streams" => Of("lifted-closed", given with { Conversations = given.Conversations > 0 ? given.Conversations : Streams, ModelTime = StreamTime, Chunks = 40 }) with { Name = name },
        _ => Of("lifted-closed", given) with { Name = name, Bots = Bots },
    };

    /// <summary>Completion alone: answers from the cache, answers of the model, or many answers that stream at the same time.</summary>
    private static Scenario OfCompletion(string name, Scenario given)
    {
        var isOpen = name.EndsWith("open", StringComparison.Ordinal);
        var areStreams = name.EndsWith("streams", StringComparison.Ordinal);
        var conversations = given.Conversations > 0 ? given.Conversations : areStreams ? Streams : 64;
        return given with
        {
            Name = name,
            IsCompletionAlone = true,
            Questions = name.Contains("hit", StringComparison.Ordinal) ? CachedQuestions : 0,
            Rate = isOpen ? (given.Rate > 0 ? given.Rate : Lifted) : 0,
            Conversations = isOpen ? 0 : conversations,
            Turns = 1,
            ModelTime = given.ModelTime > TimeSpan.Zero || !areStreams ? given.ModelTime : StreamTime,
            Chunks = areStreams ? Math.Max(given.Chunks, 40) : given.Chunks,
            Settings = Merge(LiftedSettings(conversations), given.Settings),
        };
    }

    /// <summary>
    /// Nothing waits for its turn. A large burst removes the pace of a chat and keeps the time between two edits of a growing answer:
    /// with a shorter interval, an answer would be edited more often than Telegram allows.
    /// </summary>
    private static Dictionary<string, string> LiftedSettings(int conversations) => new()
    {
        ["Delivery:BotPerSecond"] = "100000",
        ["Delivery:Burst"] = "1000000",
        ["Delivery:GroupPerMinute"] = "1000000",
        ["Delivery:MaxConcurrent"] = Math.Max(512, 2 * conversations).ToString(CultureInfo.InvariantCulture),
        ["RateLimits:QuestionsPerMinute"] = "0",
        ["RateLimits:PendingMessages"] = "0",
        ["Budgets:Person:DailyTokens"] = "0",
        ["ProviderLimits:ConcurrentCalls"] = "10000",
        ["ProviderLimits:QueueLength"] = "100000",
    };

    private static Dictionary<string, string> Merge(Dictionary<string, string> settings, IReadOnlyDictionary<string, string> given)
    {
        foreach (var (name, value) in given)
            settings[name] = value;
        return settings;
    }
}
