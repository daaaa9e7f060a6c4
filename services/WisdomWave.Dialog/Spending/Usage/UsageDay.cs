namespace WisdomWave.Dialog.Spending.Usage;

/// <summary>Days as the usage table numbers them.</summary>
internal static class UsageDay
{
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static int Of(DateTimeOffset time) => Of(DateOnly.FromDateTime(time.UtcDateTime));

    public static int FirstOfMonth(DateTimeOffset time) => Of(new DateOnly(time.UtcDateTime.Year, time.UtcDateTime.Month, 1));

    private static int Of(DateOnly day) => day.DayNumber - Epoch;
}
