using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi.Updates;

/// <summary>
/// The updates that a bot has not confirmed, with the rules of getUpdates: an offset confirms all updates before it, a negative offset
/// keeps only the newest, a second poller ends the first, and updates expire after 24 hours (core.telegram.org/bots/api#getupdates).
/// </summary>
internal sealed partial class UpdateQueue(TimeProvider time)
{
    private const int Capacity = 200_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly DateTimeOffset FirstSecond = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The kinds of updates that a bot gets only if it asks for them.</summary>
    private static readonly FrozenSet<string> NotByDefault = ["chat_member", "message_reaction", "message_reaction_count"];

    private readonly Lock _lock = new();
    private readonly LinkedList<PendingUpdate> _pending = [];
    private readonly List<PendingUpdate> _repeats = [];
    private IReadOnlyList<string>? _allowed;
    private Poll? _poll;
    private bool _hasWebhook;
    private bool _handedOut;

    /// <summary>
    /// Starts at eight times the seconds since 2026, so that a restarted playground continues above the IDs that the bot may remember.
    /// </summary>
    private int _lastId = (int)(time.GetUtcNow() - FirstSecond).TotalSeconds * 8;

    private int _duplicates;
    private int _reversals;
    private int _held;

    /// <summary>Completes when an update arrives; the webhook delivery waits for it.</summary>
    private TaskCompletionSource _arrival = NewSignal();

    public int Count { get { lock (_lock) return _pending.Count; } }

    public IReadOnlyList<string>? Allowed { get { lock (_lock) return _allowed; } }

    /// <summary>When a poll last began or ended.</summary>
    public DateTimeOffset? LastPolledAt { get; private set; }

    private bool IsReady => _repeats.Count > 0 || _pending.Count > _held;

    public void Allow(IReadOnlyList<string>? kinds)
    {
        if (kinds is null)
            return;
        lock (_lock)
            _allowed = kinds.Count == 0 ? null : kinds;
    }

    /// <summary>See <see cref="Faults.UpdateFault"/>.</summary>
    public void InjectFaults(int duplicates, int reversals, int held)
    {
        lock (_lock)
        {
            _duplicates += duplicates;
            _reversals += reversals;
            _held = held;
        }
    }

    public void Add(string kind, Update update)
    {
        lock (_lock)
        {
            var wanted = _allowed is { } allowed ? allowed.Contains(kind) : !NotByDefault.Contains(kind);
            if (wanted)
                Add(JsonSerializer.SerializeToUtf8Bytes(update with { UpdateId = _lastId + 1 }, WireJson.Default.Update));
        }
    }

    /// <summary>Adds any object that a test wants the bot to get, with a new update_id.</summary>
    public void Add(JsonObject raw)
    {
        lock (_lock)
        {
            raw["update_id"] = _lastId + 1;
            Add(JsonSerializer.SerializeToUtf8Bytes(raw));
        }
    }

    /// <summary>Adds a text that begins like a JSON object but need not be valid, with an update_id as its first property.</summary>
    public void AddRaw(string update)
    {
        lock (_lock)
        {
            var rest = update.AsSpan(1).TrimStart();
            Add(Encoding.UTF8.GetBytes(string.Concat("{\"update_id\":", $"{_lastId + 1}", rest is "}" ? "" : ",", rest)));
        }
    }

    public void SetWebhook(bool set, bool dropPending)
    {
        lock (_lock)
        {
            _hasWebhook = set;
            if (set)
                _poll?.End(terminated: true);
            if (dropPending)
                _pending.Clear();
        }
    }

    public void Clear()
    {
        lock (_lock)
            _pending.Clear();
    }

    /// <summary>Waits for the oldest update with an ID above <paramref name="after"/>, for the webhook delivery.</summary>
    public async ValueTask<PendingUpdate> NextAsync(int after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                Expire();
                foreach (var update in _pending)
                {
                    if (update.Id > after)
                        return update;
                }

                if (_arrival.Task.IsCompleted)
                    _arrival = NewSignal();
                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(cancellationToken);
        }
    }

    public void Remove(PendingUpdate update)
    {
        lock (_lock)
            _pending.Remove(update);
    }

    private void Add(byte[] json)
    {
        _pending.AddLast(new PendingUpdate(++_lastId, time.GetUtcNow(), json));
        if (_pending.Count > Capacity)
            _pending.RemoveFirst();
        _arrival.TrySetResult();
        if (IsReady)
            _poll?.End(terminated: false);
    }

    private void Expire()
    {
        var oldest = time.GetUtcNow() - Lifetime;
        while (_pending.First is { } first && first.Value.At < oldest)
            _pending.RemoveFirst();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>An update with its JSON for the bot.</summary>
internal sealed record PendingUpdate(int Id, DateTimeOffset At, ReadOnlyMemory<byte> Json);
