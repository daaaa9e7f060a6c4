using System.Collections.Concurrent;

namespace WisdomWave.Playground.Faults;

/// <summary>The newest calls of the simulated Bot API and model, for the assertions of tests.</summary>
internal sealed class CallLog
{
    private const int RecordsKept = 20_000;
    private const long PromptCharactersKept = 32 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<BotCallRecord> _bot = new();
    private readonly Queue<ModelCallRecord> _model = new();
    private readonly ConcurrentDictionary<(string Method, int Status), long> _botCounts = new();
    private long _sequence;
    private long _modelCalls;
    private long _open;
    private long _promptCharacters;

    public void Add(BotCallRecord record)
    {
        _botCounts.AddOrUpdate((record.Method, record.Status), 1, static (_, count) => count + 1);
        if (record.Method == "getUpdates")
            return;
        lock (_lock)
        {
            _bot.Enqueue(record with { Sequence = ++_sequence });
            if (_bot.Count > RecordsKept)
                _bot.Dequeue();
        }
    }

    public void Begin()
    {
        Interlocked.Increment(ref _open);
        Interlocked.Increment(ref _modelCalls);
    }

    public void End(ModelCallRecord record)
    {
        lock (_lock)
        {
            _model.Enqueue(record with { Sequence = ++_sequence });
            _promptCharacters += Size(record);
            while (_model.Count > RecordsKept || (_promptCharacters > PromptCharactersKept && _model.Count > 1))
                _promptCharacters -= Size(_model.Dequeue());
        }

        Interlocked.Decrement(ref _open);
    }

    public IReadOnlyList<BotCallRecord> BotCalls(string? method, long? chatId, long? botId, long after)
    {
        lock (_lock)
        {
            return [.. _bot.Where(call => call.Sequence > after
                && (method is null || call.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
                && (chatId is null || call.ChatId == chatId)
                && (botId is null || call.BotId == botId))];
        }
    }

    public IReadOnlyList<ModelCallRecord> ModelCalls(string? operation, long after)
    {
        lock (_lock)
            return [.. _model.Where(call => call.Sequence > after && (operation is null || call.Operation == operation))];
    }

    public CallLogSummary Summary() => new()
    {
        ModelCalls = Interlocked.Read(ref _modelCalls),
        ModelCallsOpen = Interlocked.Read(ref _open),
        BotCalls = _botCounts.OrderBy(entry => entry.Key.Method).ThenBy(entry => entry.Key.Status)
            .ToDictionary(entry => $"{entry.Key.Method} {entry.Key.Status}", entry => entry.Value),
    };

    public void Clear()
    {
        lock (_lock)
        {
            _bot.Clear();
            _model.Clear();
            _promptCharacters = 0;
        }

        _botCounts.Clear();
        Interlocked.Exchange(ref _modelCalls, 0);
    }

    private static long Size(ModelCallRecord record) => record.Answer.Length + record.Messages.Sum(message => (long)message.Text.Length);
}

/// <summary>Counts of calls since the start or the last clearing, including calls whose records were dropped.</summary>
public sealed record CallLogSummary
{
    public required long ModelCalls { get; init; }

    /// <summary>Model calls that have not ended yet.</summary>
    public required long ModelCallsOpen { get; init; }

    /// <summary>Calls by method and status, for example <c>sendMessage 200</c>.</summary>
    public required IReadOnlyDictionary<string, long> BotCalls { get; init; }
}
