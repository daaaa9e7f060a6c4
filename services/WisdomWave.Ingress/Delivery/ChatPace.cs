using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>The rate limits of one chat and the sends that wait for them. Not thread-safe: the pacer's lock protects it.</summary>
internal sealed class ChatPace(DeliveryOptions options, ChatKind kind)
{
    /// <summary>Slightly more than Telegram's minute, because requests take varying times to arrive.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(61);

    private readonly TimeSpan _interval = kind == ChatKind.Private ? options.PrivateInterval : options.GroupInterval;
    private readonly WindowLimit? _minute = kind == ChatKind.Private ? null : new(options.GroupPerMinute, Minute);
    private readonly PriorityQueue<TaskCompletionSource, (int Class, long Order)> _waiting = new();
    private BurstLimit _line;
    private long _order;

    public TimeSpan HeldUntil { get; set; }

    /// <summary>Answers in progress in the chat; each needs at least one more send.</summary>
    public int Answers { get; set; }

    /// <summary>Whether a loop is serving the waiting sends.</summary>
    public bool IsServed { get; set; }

    public bool HasWaiting => _waiting.Count > 0;

    public bool IsIdle(TimeSpan now) =>
        Answers == 0 && !IsServed && HeldUntil <= now && _line.IsIdle(now) && (_minute?.IsIdle(now) ?? true);

    /// <summary>How long until a send is allowed. Optional sends leave capacity for required ones.</summary>
    public TimeSpan WaitFor(TimeSpan now, SendPriority priority)
    {
        var wait = HeldUntil - now;
        // Typing is not a message; only the bot's overall budget counts it.
        if (priority == SendPriority.Typing)
            return wait;
        wait = Max(wait, _line.WaitFor(now, _interval, options.Burst, spare: priority == SendPriority.Edit ? 1 : 0));
        var spare = priority switch
        {
            SendPriority.First => Answers,
            // Growing a shown answer is worth less than the first words of another, so it leaves more capacity.
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

    /// <summary>Queues a required send: endings first, then first come, first served.</summary>
    public void Wait(TaskCompletionSource waiter, SendPriority priority) =>
        _waiting.Enqueue(waiter, (priority == SendPriority.Ending ? 0 : 1, _order++));

    /// <summary>The next send that still waits; null when there is none.</summary>
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

/// <summary>Which sends may be skipped under rate limits, from the least to the most important.</summary>
internal enum SendPriority
{
    Typing,

    /// <summary>An edit that a later edit replaces.</summary>
    Edit,

    /// <summary>The first words of an answer.</summary>
    First,

    /// <summary>Required text as a new message.</summary>
    Final,

    /// <summary>Required text that completes a message users already see.</summary>
    Ending,
}
