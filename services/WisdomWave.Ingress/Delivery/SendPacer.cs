using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Keeps one bot within what Telegram takes: by chat and altogether. Final text queues for its turn; everything else goes out only
/// where there is room left, and never takes the last places before a final text.
/// </summary>
internal sealed class SendPacer
{
    private const int SweepAt = 1024;

    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly long _origin;
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
        _origin = time.GetTimestamp();
        _botInterval = TimeSpan.FromSeconds(1 / options.BotPerSecond);
        _botBurst = (int)Math.Max(1, options.BotPerSecond);
    }

    // The machine's date may be set back or forward by hours; this clock goes on.
    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>An answer is on its way to the chat, for which room is kept; disposed when it is there.</summary>
    public IDisposable Enter(ChatAddress chat)
    {
        lock (_gate)
        {
            var pace = PaceOf(chat, Now);
            pace.Answers++;
            return new Answer(this, pace);
        }
    }

    /// <summary>Takes a place for something that can be left out, or come later: after <paramref name="wait"/> it is worth trying again.</summary>
    public bool TryTake(ChatAddress chat, SendPriority priority, out TimeSpan wait)
    {
        lock (_gate)
        {
            var now = Now;
            var pace = PaceOf(chat, now);
            var botSpare = priority switch
            {
                SendPriority.Typing => _botBurst / 2,
                SendPriority.Edit => _botBurst / 4,
                _ => 0,
            };
            wait = Max(pace.WaitFor(now, priority), _bot.WaitFor(now, _botInterval, _botBurst, botSpare));
            // What must arrive goes first.
            if (priority != SendPriority.Typing && pace.HasWaiting)
                wait = Max(wait, IntervalOf(chat));
            if (wait > TimeSpan.Zero)
                return false;
            _bot.Reserve(now, _botInterval, _botBurst);
            if (priority != SendPriority.Typing)
                pace.Take(now);
            return true;
        }
    }

    /// <summary>Completes when text that must arrive may go out: endings first, then first come, first served.</summary>
    /// <param name="chat">Where it goes.</param>
    /// <param name="priority">Of text that must arrive.</param>
    /// <param name="waitsForChat">Called when the chat has no room now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TakeAsync(ChatAddress chat, SendPriority priority, Action? waitsForChat, CancellationToken cancellationToken)
    {
        // Continuations run at once and in order: whoever gets the place takes it before the next is given away.
        var waiter = new TaskCompletionSource();
        var isToServe = false;
        ChatPace pace;
        lock (_gate)
        {
            var now = Now;
            pace = PaceOf(chat, now);
            if (!pace.HasWaiting && pace.WaitFor(now, priority) <= TimeSpan.Zero)
            {
                pace.Take(now);
                waiter.SetResult();
            }
            else
            {
                pace.Wait(waiter, priority);
                isToServe = !pace.IsServed;
                pace.IsServed = true;
            }
        }

        if (isToServe)
            _ = ServeAsync(pace);
        if (!waiter.Task.IsCompleted)
            waitsForChat?.Invoke();
        await using (cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), waiter))
            await waiter.Task;

        await TakeOfBotAsync(cancellationToken);
    }

    /// <summary>Completes when something may go out that Telegram does not count as a message in the chat.</summary>
    public async Task TakeProbeAsync(ChatAddress chat, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
                wait = PaceOf(chat, Now).WaitFor(Now, SendPriority.Typing);
            if (wait <= TimeSpan.Zero)
                break;
            await Task.Delay(wait, _time, cancellationToken);
        }

        await TakeOfBotAsync(cancellationToken);
    }

    /// <summary>Telegram wants nothing for this chat for a while; the others are not concerned.</summary>
    public void Hold(ChatAddress chat, TimeSpan duration)
    {
        lock (_gate)
        {
            var now = Now;
            var pace = PaceOf(chat, now);
            pace.HeldUntil = Max(pace.HeldUntil, now + duration);
        }
    }

    /// <summary>Hands out the chat's places as they become free, until nobody waits. Never fails.</summary>
    private async Task ServeAsync(ChatPace pace)
    {
        while (true)
        {
            TaskCompletionSource? next;
            TimeSpan wait;
            lock (_gate)
            {
                var now = Now;
                next = pace.PeekWaiting();
                if (next is null)
                {
                    pace.IsServed = false;
                    return;
                }

                // The chat may have been put on hold meanwhile.
                wait = pace.WaitFor(now, SendPriority.Final);
                if (wait <= TimeSpan.Zero)
                    pace.Take(now);
            }

            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, _time);
            else
                next.TrySetResult();
        }
    }

    private async Task TakeOfBotAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
            wait = _bot.Reserve(Now, _botInterval, _botBurst);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, cancellationToken);
    }

    private TimeSpan IntervalOf(ChatAddress chat) => chat.Kind == ChatKind.Private ? _options.PrivateInterval : _options.GroupInterval;

    private ChatPace PaceOf(ChatAddress chat, TimeSpan now)
    {
        if (_chats.TryGetValue(chat.Id, out var pace))
            return pace;
        if (_chats.Count >= _sweepAt)
            Sweep(now);
        return _chats[chat.Id] = new ChatPace(_options, chat.Kind);
    }

    // A chat at rest is no different from one never seen.
    private void Sweep(TimeSpan now)
    {
        foreach (var (id, pace) in _chats)
        {
            if (pace.IsIdle(now))
                _chats.Remove(id);
        }

        _sweepAt = Math.Max(SweepAt, 2 * _chats.Count);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed class Answer(SendPacer pacer, ChatPace pace) : IDisposable
    {
        public void Dispose()
        {
            lock (pacer._gate)
                pace.Answers--;
        }
    }
}
