namespace WisdomWave.Playground.BotApi;

/// <summary>
/// Telegram's sending limits, if the settings enable them: about 30 messages per second for the bot, one per second in a chat with short
/// bursts, 20 per minute in a group. A bot over the limit must wait for the seconds in <c>retry_after</c>.
/// </summary>
internal sealed class FloodGate(TimeProvider time)
{
    private const int ChatsRemembered = 10_000;
    private static readonly TimeSpan ChatPenalty = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Window _all = new(30, TimeSpan.FromSeconds(1));
    private readonly Dictionary<long, (Window Burst, Window Minute)> _chats = [];
    private readonly Dictionary<long, DateTimeOffset> _blockedUntil = [];

    /// <summary>Returns the seconds to wait, or null if the call may pass.</summary>
    public int? Pass(long chatId)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_blockedUntil.TryGetValue(chatId, out var until) && until > now)
                return Seconds(until - now);
            if (!_all.TryEnter(now, out _))
                return 1;

            if (_chats.Count > ChatsRemembered)
            {
                _chats.Clear();
                _blockedUntil.Clear();
            }

            if (!_chats.TryGetValue(chatId, out var windows))
                _chats[chatId] = windows = (new Window(4, TimeSpan.FromSeconds(4)), new Window(20, TimeSpan.FromMinutes(1)));

            if (!windows.Burst.TryEnter(now, out _))
                return Block(chatId, now + ChatPenalty, now);
            if (chatId < 0 && !windows.Minute.TryEnter(now, out var free))
                return Block(chatId, free, now);
            return null;
        }
    }

    private int Block(long chatId, DateTimeOffset until, DateTimeOffset now)
    {
        _blockedUntil[chatId] = until;
        return Seconds(until - now);
    }

    private static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));

    private sealed class Window(int count, TimeSpan length)
    {
        private readonly Queue<DateTimeOffset> _entries = new(count);

        public bool TryEnter(DateTimeOffset now, out DateTimeOffset freeAt)
        {
            while (_entries.TryPeek(out var first) && first <= now - length)
                _entries.Dequeue();
            freeAt = _entries.TryPeek(out var oldest) ? oldest + length : now;
            if (_entries.Count == count)
                return false;
            _entries.Enqueue(now);
            return true;
        }
    }
}
