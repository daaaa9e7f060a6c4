using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Rate limits for messages. The defaults match Telegram's limits; a self-hosted Bot API server may allow more.</summary>
internal sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    /// <summary>Messages and edits per second of one bot in all chats.</summary>
    public double BotPerSecond { get; set; } = 30;

    /// <summary>Minimum time between sends in a private chat. Together with the burst this gives 4 sends in 4 s; Telegram allows about one per second.</summary>
    public TimeSpan PrivateInterval { get; set; } = TimeSpan.FromSeconds(1.34);

    /// <summary>Minimum time between sends in a group, within <see cref="GroupPerMinute"/>.</summary>
    public TimeSpan GroupInterval { get; set; } = TimeSpan.FromSeconds(1.34);

    /// <summary>Messages and edits in one group within any minute; Telegram allows 20.</summary>
    public int GroupPerMinute { get; set; } = 20;

    /// <summary>Sends allowed at once before the interval applies, so that the final text can directly follow the last streamed edit.</summary>
    public int Burst { get; set; } = 2;

    /// <summary>How long the first words are held back, so that a quick answer is one message without an edit.</summary>
    public TimeSpan FirstTextDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often "typing" is renewed while the model works; Telegram shows it for 5 s.</summary>
    public TimeSpan TypingInterval { get; set; } = TimeSpan.FromSeconds(4.5);

    /// <summary>How often an unchanged draft is renewed; Telegram shows it for 30 s.</summary>
    public TimeSpan DraftRenewal { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Replies in progress at the same time; further updates wait at Telegram. Each uses about 100 KB in the three services together.
    /// Telegram accepts about 30 answers per second from one bot; at ten seconds per answer that keeps 300 in progress.
    /// </summary>
    public int MaxConcurrent { get; set; } = 512;
}

internal static class DeliveryServiceCollectionExtensions
{
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddOptions<DeliveryOptions>()
            .BindConfiguration(DeliveryOptions.Section)
            .Require("Delivery:BotPerSecond", options => options.BotPerSecond > 0, "is not above 0", "30")
            .Require("Delivery:PrivateInterval", options => options.PrivateInterval >= TimeSpan.Zero, "is negative", "00:00:01.340")
            .Require("Delivery:GroupInterval", options => options.GroupInterval >= TimeSpan.Zero, "is negative", "00:00:01.340")
            .Require("Delivery:GroupPerMinute", options => options.GroupPerMinute > 0, "is not above 0", "20")
            .Require("Delivery:Burst", options => options.Burst > 0, "is not above 0", "2")
            .Require("Delivery:FirstTextDelay", options => options.FirstTextDelay >= TimeSpan.Zero, "is negative", "00:00:00.250")
            .Require("Delivery:TypingInterval", options => options.TypingInterval > TimeSpan.Zero, "is not above 0", "00:00:04.500")
            .Require("Delivery:DraftRenewal", options => options.DraftRenewal > TimeSpan.Zero, "is not above 0", "00:00:20")
            .Require("Delivery:MaxConcurrent", options => options.MaxConcurrent > 0, "is not above 0", "512")
            .ValidateOnStart();
        return services.AddSingleton<Redeliveries>().AddSingleton<Deliveries>().AddSingleton<ClaimRenewal>();
    }
}

/// <summary>The time between two edits of a growing answer.</summary>
internal static class EditInterval
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Doubles with each flood wait.</summary>
    public static TimeSpan Of(DeliveryOptions options, ChatKind chat, int floodWaits)
    {
        var interval = chat == ChatKind.Private ? options.PrivateInterval : Longer(options.GroupInterval, 1.07 * TimeSpan.FromMinutes(1) / options.GroupPerMinute);
        if (floodWaits == 0)
            return interval;
        var longer = interval * (1 << Math.Min(floodWaits, 10));
        return longer < Longest ? longer : Longest;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
