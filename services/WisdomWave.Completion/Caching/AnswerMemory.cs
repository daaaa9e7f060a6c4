using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>
/// The answers used last, in this process, so that a question that many people ask needs no Redis command. A key covers everything that
/// influences an answer, so an entry never changes. It expires when Redis would remove it, and is removed when the cache is cleared.
/// </summary>
internal sealed class AnswerMemory(IOptions<CacheOptions> options, TimeProvider time)
{
    /// <summary>Tells all replicas that the cache was cleared.</summary>
    public static readonly RedisChannel ClearedChannel = RedisChannel.Literal("wisdomwave:answers-cleared");

    /// <summary>Bytes of an entry apart from its text: the key and the objects.</summary>
    private const int EntryOverhead = 600;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _lastUsedFirst = new();
    private readonly long _maxBytes = options.Value.MemoryBytes;
    private long _bytes;
    private int _clearings;

    /// <summary>Passed to <see cref="Add"/>; read it before the answer is read from Redis.</summary>
    public int Clearings => Volatile.Read(ref _clearings);

    public CachedAnswer? Find(string key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var node))
                return null;

            _lastUsedFirst.Remove(node);
            if (node.Value.Answer.ExpiresAt <= time.GetUtcNow())
            {
                Forget(node.Value);
                return null;
            }

            _lastUsedFirst.AddFirst(node);
            return node.Value.Answer;
        }
    }

    /// <param name="key">The cache key.</param>
    /// <param name="answer">Not added if it does not say when it expires.</param>
    /// <param name="clearings">Not added if the cache was cleared since, because the answer may have been read before that.</param>
    public void Add(string key, CachedAnswer answer, int clearings)
    {
        var entry = new Entry(key, answer);
        if (answer.ExpiresAt is null || entry.Bytes > _maxBytes)
            return;

        lock (_gate)
        {
            if (clearings != _clearings || !_entries.TryAdd(key, new(entry)))
                return;

            _lastUsedFirst.AddFirst(_entries[key]);
            _bytes += entry.Bytes;
            while (_bytes > _maxBytes)
            {
                var oldest = _lastUsedFirst.Last!;
                _lastUsedFirst.RemoveLast();
                Forget(oldest.Value);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _clearings++;
            _entries.Clear();
            _lastUsedFirst.Clear();
            _bytes = 0;
        }
    }

    private void Forget(Entry entry)
    {
        _entries.Remove(entry.Key);
        _bytes -= entry.Bytes;
    }

    private sealed record Entry(string Key, CachedAnswer Answer)
    {
        public int Bytes { get; } = EntryOverhead + (Answer.Text.Length * sizeof(char));
    }
}
