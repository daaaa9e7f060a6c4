namespace WisdomWave.Playground.Chats;

/// <summary>
/// Numbers messages like Telegram: one counter per account for all its private chats and basic groups, and one per supergroup.
/// </summary>
/// <remarks>
/// It starts at the number of seconds since 2026, not at 1, because a restarted playground must not reuse an ID that the bot's database
/// knows as another message.
/// </remarks>
internal sealed class MessageCounter(TimeProvider time)
{
    private static readonly DateTimeOffset FirstSecond = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // One lock for all counters, because a message in a basic group with several bots gets a number from each bot's counter.
    private static readonly Lock Numbering = new();

    private int _last = (int)(time.GetUtcNow() - FirstSecond).TotalSeconds;

    public int Next() => Next([this]);

    /// <summary>Returns a number that is new to all counters. In Telegram, each bot in a basic group sees a different number; here they see the same.</summary>
    public static int Next(IReadOnlyList<MessageCounter> counters)
    {
        lock (Numbering)
        {
            var next = counters.Max(counter => counter._last) + 1;
            foreach (var counter in counters)
                counter._last = next;
            return next;
        }
    }
}
