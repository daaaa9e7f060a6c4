namespace WisdomWave.Ingress.Delivery;

/// <summary>How fast messages may go out. The defaults are what Telegram bears; a Bot API server of one's own may bear more.</summary>
internal sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    /// <summary>Messages and edits of one bot, all chats together.</summary>
    public double BotPerSecond { get; set; } = 30;

    /// <summary>Between two messages or edits in a private chat. With the burst, 4 in 4 s: Telegram bears about one a second.</summary>
    public TimeSpan PrivateInterval { get; set; } = TimeSpan.FromSeconds(1.34);

    /// <summary>Between two messages or edits in a group, as long as the minute has room.</summary>
    public TimeSpan GroupInterval { get; set; } = TimeSpan.FromSeconds(1.34);

    /// <summary>Messages and edits in one group within any minute: Telegram allows 20.</summary>
    public int GroupPerMinute { get; set; } = 20;

    /// <summary>How many may go out at once before the interval counts: the last edit of a stream, and the final text right after it.</summary>
    public int Burst { get; set; } = 2;

    /// <summary>How long the first words wait for company, so that a quick answer is one message and no edit.</summary>
    public TimeSpan FirstTextDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often typing is shown while the model thinks; Telegram shows it for 5 s.</summary>
    public TimeSpan TypingInterval { get; set; } = TimeSpan.FromSeconds(4.5);

    /// <summary>How often a draft is shown again while the model writes nothing; Telegram shows it for 30 s.</summary>
    public TimeSpan DraftRenewal { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Replies on their way at the same time; more updates than that wait at Telegram. Each holds about 100 KB in the three services together
    /// while it waits. Thirty answers a second, which is what Telegram takes from one bot, of ten seconds each keep 300 busy.
    /// </summary>
    public int MaxConcurrent { get; set; } = 512;
}
