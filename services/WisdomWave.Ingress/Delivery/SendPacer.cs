using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Keeps one bot within Telegram's rate limits, per chat and overall. Final text waits its turn; everything else is only sent when there
/// is spare capacity, and never takes the last places before a final text.
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
    private BurstLimit _bot;
    private int _sweepAt = SweepAt;

    public SendPacer(DeliveryOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _origin = time.GetTimestamp();
        _botInterval = TimeSpan.FromSeconds(1 / options.BotPerSecond);
        _botBurst = (int)Math.Max(1, options.BotPerSecond);
    }

    // A monotonic clock: the machine's date may change by hours.
    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>Reserves capacity in the chat for an answer in progress; dispose the result when it is delivered.</summary>
    public IDisposable Enter(ChatAddress chat)
    {
        lock (_gate)
        {
            var pace = PaceOf(chat, Now);
            pace.Answers++;
            return new Answer(this, pace);
        }
    }

    /// <summary>Takes a place for an optional send. When there is none, retry after <paramref name="wait"/>.</summary>
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
            // Required text goes first.
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

    /// <summary>Completes when required text may be sent: endings first, then first come, first served.</summary>
    /// <param name="waitsForChat">Called when the chat has no capacity now.</param>
    public async Task TakeAsync(ChatAddress chat, SendPriority priority, Action? waitsForChat, CancellationToken cancellationToken)
    {
        // Continuations run synchronously and in order: the granted send takes its place before the next place is granted.
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

    /// <summary>Completes when a request may be sent that Telegram does not count as a message.</summary>
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

    /// <summary>Stops sends to this chat for a flood wait; other chats are not affected.</summary>
    public void Hold(ChatAddress chat, TimeSpan duration)
    {
        lock (_gate)
        {
            var now = Now;
            var pace = PaceOf(chat, now);
            pace.HeldUntil = Max(pace.HeldUntil, now + duration);
        }
    }

    /// <summary>Grants the chat's places as they become free, until no send waits. Never throws.</summary>
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

                // A flood wait may have started meanwhile.
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

    // An idle chat needs no state.
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
