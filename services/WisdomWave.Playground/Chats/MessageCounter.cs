namespace WisdomWave.Playground.Chats;

/// <summary>
/// Numbers messages as Telegram does: one counter for each account over all its private chats and basic groups, one for each
/// supergroup.
/// </summary>
/// <remarks>
/// It starts at the seconds since 2026, not at 1: a playground that was restarted must not hand out an id that the bot's database
/// already knows as another message.
/// </remarks>
internal sealed class MessageCounter(TimeProvider time)
{
    private static readonly DateTimeOffset FirstSecond = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // One lock for all: a message in a basic group with several bots takes a number from each of their counters.
    private static readonly Lock Numbering = new();

    private int _last = (int)(time.GetUtcNow() - FirstSecond).TotalSeconds;

    public int Next() => Next([this]);

    /// <summary>A number that is new to all of them. In Telegram each bot of a basic group sees a number of its own; here they see the same one.</summary>
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
