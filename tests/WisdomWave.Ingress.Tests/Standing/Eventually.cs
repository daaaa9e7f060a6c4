using System.Diagnostics;

namespace WisdomWave.Ingress.Tests.Standing;

internal static class Eventually
{
    /// <summary>For what needs processes to start, which takes long on a slow machine.</summary>
    public static readonly TimeSpan ProcessPatience = TimeSpan.FromSeconds(90);

    /// <summary>Waits for what has no event to wait for.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, string what, TimeSpan? patience = null)
    {
        var longest = patience ?? TimeSpan.FromSeconds(15);
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < longest, $"Not within {longest.TotalSeconds:F0} s: {what}.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public static Task HoldsAsync(Func<bool> holds, string what) => HoldsAsync(() => Task.FromResult(holds()), what);
}
