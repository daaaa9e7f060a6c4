using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>How long an answer that grows waits between two looks at it.</summary>
internal static class EditInterval
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Twice as long after each flood wait.</summary>
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
