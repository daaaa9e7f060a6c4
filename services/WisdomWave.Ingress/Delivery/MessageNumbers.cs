using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// The message ids that one bot has seen in use, by counter (<see cref="MessageCounters"/>). A message whose send was not confirmed has
/// a higher id than all seen before the send, and differs from all ids seen since.
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

    /// <summary>The highest known id; 0 when there is none.</summary>
    public int Highest(long chatId)
    {
        lock (_gate)
            return CounterOf(chatId).Ids.Max;
    }

    /// <summary>Whether the id cannot be a lost message's. Also true for ids too old to be remembered.</summary>
    public bool IsKnown(long chatId, int messageId)
    {
        lock (_gate)
            return CounterOf(chatId).Has(messageId);
    }

    /// <summary>Unconfirmed sends, each of which may have taken an unknown id.</summary>
    public int Unconfirmed(long chatId)
    {
        lock (_gate)
            return CounterOf(chatId).Unconfirmed;
    }

    /// <summary>Registers a send; dispose the result when its outcome is known.</summary>
    public Send Begin(long chatId)
    {
        lock (_gate)
        {
            var counter = CounterOf(chatId);
            counter.Unconfirmed++;
            return new Send(this, counter, ++_events);
        }
    }

    /// <summary>Registers a search: messages sent from now on have higher ids than the one searched for.</summary>
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
        /// <summary>The send succeeded.</summary>
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

        /// <summary>The lowest id known to be newer than the message searched for.</summary>
        public int Below { get; private set; } = int.MaxValue;

        public void Limit(int messageId) => Below = Math.Min(Below, messageId);

        public void Dispose()
        {
            lock (numbers._gate)
                counter.Searches.Remove(this);
        }
    }
}
