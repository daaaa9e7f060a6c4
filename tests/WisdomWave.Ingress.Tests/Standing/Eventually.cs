using System.Diagnostics;

namespace WisdomWave.Ingress.Tests.Standing;

internal static class Eventually
{
    /// <summary>Waits for what has no event to wait for.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(15), $"Not within 15 s: {what}.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public static Task HoldsAsync(Func<bool> holds, string what) => HoldsAsync(() => Task.FromResult(holds()), what);
}
