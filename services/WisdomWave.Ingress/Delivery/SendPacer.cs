using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Keeps one bot within what Telegram takes: by chat and altogether. Final text queues for its turn; everything else goes out only
/// where there is room left, and never takes the last place before a final text.
/// </summary>
internal sealed class SendPacer
{
    private const int SweepAt = 1024;

    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly TimeSpan _botInterval;
    private readonly int _botBurst;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, ChatPace> _chats = [];
    private RateLine _bot;
    private int _sweepAt = SweepAt;

    public SendPacer(DeliveryOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _botInterval = TimeSpan.FromSeconds(1 / options.BotPerSecond);
        _botBurst = (int)Math.Max(1, options.BotPerSecond);
    }

    /// <summary>Takes a place for something that can be left out, or come later: after <paramref name="wait"/> it is worth trying again.</summary>
    public bool TryTake(ChatAddress chat, SendPriority priority, out TimeSpan wait)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            var pace = PaceOf(chat.Id, now);
            var held = pace.HeldUntil - now;
            var botSpare = priority switch
            {
                SendPriority.Typing => _botBurst / 2,
                SendPriority.Edit => _botBurst / 4,
                _ => 0,
            };
            wait = Max(held, _bot.WaitFor(now, _botInterval, _botBurst, botSpare));
            // Typing is no message: only the bot's budget counts it.
            if (priority != SendPriority.Typing)
                wait = Max(wait, pace.Line.WaitFor(now, IntervalOf(chat), _options.Burst, spare: priority == SendPriority.Edit ? 1 : 0));
            if (wait > TimeSpan.Zero)
                return false;
            _bot.Reserve(now, _botInterval, _botBurst);
            if (priority != SendPriority.Typing)
                pace.Line.Reserve(now, IntervalOf(chat), _options.Burst);
            return true;
        }
    }

    /// <summary>Completes when final text may go out; first come, first served.</summary>
    public async Task TakeAsync(ChatAddress chat, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            wait = PaceOf(chat.Id, now).Line.Reserve(now, IntervalOf(chat), _options.Burst);
        }

        // The chat may be put on hold while this waits.
        for (; wait > TimeSpan.Zero || (wait = HoldOf(chat)) > TimeSpan.Zero; wait = TimeSpan.Zero)
            await Task.Delay(wait, _time, cancellationToken);

        lock (_gate)
            wait = _bot.Reserve(_time.GetUtcNow(), _botInterval, _botBurst);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, cancellationToken);
    }

    /// <summary>Telegram wants nothing for this chat for a while; the others are not concerned.</summary>
    public void Hold(ChatAddress chat, TimeSpan duration)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            var pace = PaceOf(chat.Id, now);
            pace.HeldUntil = now + duration > pace.HeldUntil ? now + duration : pace.HeldUntil;
        }
    }

    private TimeSpan HoldOf(ChatAddress chat)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
            return PaceOf(chat.Id, now).HeldUntil - now;
    }

    private TimeSpan IntervalOf(ChatAddress chat) => chat.Kind == ChatKind.Private ? _options.PrivateInterval : _options.GroupInterval;

    private ChatPace PaceOf(long chat, DateTimeOffset now)
    {
        if (_chats.TryGetValue(chat, out var pace))
            return pace;
        if (_chats.Count >= _sweepAt)
            Sweep(now);
        return _chats[chat] = new ChatPace();
    }

    // A chat at rest is no different from one never seen.
    private void Sweep(DateTimeOffset now)
    {
        foreach (var (id, pace) in _chats)
        {
            if (pace.Line.IsIdle(now) && pace.HeldUntil <= now)
                _chats.Remove(id);
        }

        _sweepAt = Math.Max(SweepAt, 2 * _chats.Count);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed class ChatPace
    {
        public RateLine Line;
        public DateTimeOffset HeldUntil;
    }
}
