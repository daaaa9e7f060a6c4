namespace WisdomWave.Dialog.Tests;

/// <summary>
/// The real time, shifted so that it is noon when the tests begin. Budgets and usage are counted by days, and no test may see midnight
/// between two of its steps.
/// </summary>
internal sealed class NoonClock : TimeProvider
{
    private static readonly TimeSpan Shift = TimeSpan.FromHours(12) - System.GetUtcNow().TimeOfDay;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
