using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// The message ids that one bot has seen in use, by counter (<see cref="MessageCounters"/>). A message whose send was not confirmed
/// has a higher id than all that were seen before, and is none of those that were seen since.
/// </summary>
internal sealed class MessageNumbers
{
    private const int MostOfAccount = 8192;
    private const int MostOfChat = 256;
    private const int MostChats = 1024;

    private readonly Lock _gate = new();
    private readonly Counter _account = new(MostOfAccount);
    private readonly OrderedDictionary<long, Counter> _supergroups = [];
    private long _events;

    public void Note(long chatId, int messageId)
    {
        if (messageId <= 0)
            return;
        lock (_gate)
            CounterOf(chatId).Add(messageId);
    }

    /// <summary>The highest id in use; 0 when none was seen.</summary>
    public int Highest(long chatId)
    {
        lock (_gate)
            return CounterOf(chatId).Ids.Max;
    }

    /// <summary>Whether the id belongs to something else than a lost message. Also true for ids that are too old to be remembered.</summary>
    public bool IsKnown(long chatId, int messageId)
    {
        lock (_gate)
            return CounterOf(chatId).Has(messageId);
    }

    /// <summary>How many sends are not confirmed, each of which may have taken an id that is not known.</summary>
    public int Unconfirmed(long chatId)
    {
        lock (_gate)
            return CounterOf(chatId).Unconfirmed;
    }

    /// <summary>A send begins; disposed when it is known what became of it.</summary>
    public Send Begin(long chatId)
    {
        lock (_gate)
        {
            var counter = CounterOf(chatId);
            counter.Unconfirmed++;
            return new Send(this, counter, ++_events);
        }
    }

    /// <summary>A search begins: what is sent from now on has a higher id than what is looked for.</summary>
    public Search BeginSearch(long chatId)
    {
        lock (_gate)
        {
            var counter = CounterOf(chatId);
            var search = new Search(this, counter, ++_events);
            counter.Searches.Add(search);
            return search;
        }
    }

    private Counter CounterOf(long chatId)
    {
        if (!MessageCounters.HasOwn(chatId))
            return _account;
        if (_supergroups.TryGetValue(chatId, out var counter))
            return counter;
        if (_supergroups.Count == MostChats)
            _supergroups.RemoveAt(0);
        return _supergroups[chatId] = new Counter(MostOfChat);
    }

    internal sealed class Counter(int most)
    {
        private int _forgottenUpTo;

        public SortedSet<int> Ids { get; } = [];

        public int Unconfirmed { get; set; }

        public List<Search> Searches { get; } = [];

        public void Add(int id)
        {
            if (!Ids.Add(id) || Ids.Count <= most)
                return;
            _forgottenUpTo = Ids.Min;
            Ids.Remove(_forgottenUpTo);
        }

        public bool Has(int id) => id <= _forgottenUpTo || Ids.Contains(id);
    }

    internal sealed class Send(MessageNumbers numbers, Counter counter, long at) : IDisposable
    {
        /// <summary>It was carried out.</summary>
        public void Confirm(int messageId)
        {
            lock (numbers._gate)
            {
                counter.Add(messageId);
                foreach (var search in counter.Searches.Where(search => search.At < at))
                    search.Limit(messageId);
            }
        }

        public void Dispose()
        {
            lock (numbers._gate)
                counter.Unconfirmed--;
        }
    }

    internal sealed class Search(MessageNumbers numbers, Counter counter, long at) : IDisposable
    {
        public long At => at;

        /// <summary>The lowest id that is certain to be later than what is looked for.</summary>
        public int Below { get; private set; } = int.MaxValue;

        public void Limit(int messageId) => Below = Math.Min(Below, messageId);

        public void Dispose()
        {
            lock (numbers._gate)
                counter.Searches.Remove(this);
        }
    }
}
