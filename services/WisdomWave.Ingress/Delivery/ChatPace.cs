using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>What one chat takes, and what waits for it. Not synchronised: the pacer's lock is around it.</summary>
internal sealed class ChatPace(DeliveryOptions options, ChatKind kind)
{
    /// <summary>A little more than Telegram's minute: requests take different times to get there.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(61);

    private readonly TimeSpan _interval = kind == ChatKind.Private ? options.PrivateInterval : options.GroupInterval;
    private readonly SlidingWindow? _minute = kind == ChatKind.Private ? null : new(options.GroupPerMinute, Minute);
    private readonly PriorityQueue<TaskCompletionSource, (int Class, long Order)> _waiting = new();
    private RateLine _line;
    private long _order;

    public TimeSpan HeldUntil { get; set; }

    /// <summary>Answers that are on their way to the chat: each needs at least one more place.</summary>
    public int Answers { get; set; }

    /// <summary>Whether somebody hands out places to those who wait.</summary>
    public bool IsServed { get; set; }

    public bool HasWaiting => _waiting.Count > 0;

    public bool IsIdle(TimeSpan now) =>
        Answers == 0 && !IsServed && HeldUntil <= now && _line.IsIdle(now) && (_minute?.IsIdle(now) ?? true);

    /// <summary>How long until there is room; what can be left out leaves room for what must arrive.</summary>
    public TimeSpan WaitFor(TimeSpan now, SendPriority priority)
    {
        var wait = HeldUntil - now;
        // Typing is no message: only the bot's budget counts it.
        if (priority == SendPriority.Typing)
            return wait;
        wait = Max(wait, _line.WaitFor(now, _interval, options.Burst, spare: priority == SendPriority.Edit ? 1 : 0));
        var spare = priority switch
        {
            SendPriority.First => Answers,
            // A little longer than the first words, which are worth more than the next ones.
            SendPriority.Edit => Answers + 2,
            _ => 0,
        };
        return _minute is null ? wait : Max(wait, _minute.WaitFor(now, spare));
    }

    public void Take(TimeSpan now)
    {
        _line.Reserve(now, _interval, options.Burst);
        _minute?.Take(now);
    }

    /// <summary>Endings first, then in the order of coming.</summary>
    public void Wait(TaskCompletionSource waiter, SendPriority priority) =>
        _waiting.Enqueue(waiter, (priority == SendPriority.Ending ? 0 : 1, _order++));

    /// <summary>The next who still waits; null when nobody does.</summary>
    public TaskCompletionSource? PeekWaiting()
    {
        while (_waiting.TryPeek(out var next, out _))
        {
            if (!next.Task.IsCompleted)
                return next;
            _waiting.Dequeue();
        }

        return null;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
