using System.Diagnostics;

namespace WisdomWave.Testing;

/// <summary>Waits for a condition that raises no event. The wait is bounded, and a failure says what it waited for.</summary>
public static class Eventually
{
    /// <summary>Generous: what takes seconds on a quiet machine may take ten times as long on a slow or busy one.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);

    /// <summary>The pauses grow: looking costs the machine time that the awaited work needs.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <param name="look">Returns null as long as the condition does not hold.</param>
    /// <param name="what">Completes the sentence "Not within 180 s: …".</param>
    /// <param name="longestPause">How long the pause between two looks may become; longer when many wait at the same time.</param>
    /// <exception cref="TimeoutException">The condition did not hold within <see cref="Limit"/>.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> look, Func<string> what, TimeSpan? longestPause = null)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, (longestPause ?? LongestPause).Ticks)))
        {
            if (await look() is { } found)
                return found;
            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new TimeoutException($"Not within {Limit.TotalSeconds:0} s: {what()}.");
            await Task.Delay(pause);
        }
    }

    /// <inheritdoc cref="GetAsync{T}(Func{Task{T}}, Func{string}, TimeSpan?)"/>
    public static Task<T> GetAsync<T>(Func<Task<T?>> look, string what)
        where T : class => GetAsync(look, () => what);

    /// <inheritdoc cref="GetAsync{T}(Func{Task{T}}, Func{string}, TimeSpan?)"/>
    public static Task HoldsAsync(Func<Task<bool>> holds, Func<string> what) => GetAsync(async () => await holds() ? new object() : null, what);

    /// <inheritdoc cref="GetAsync{T}(Func{Task{T}}, Func{string}, TimeSpan?)"/>
    public static Task HoldsAsync(Func<Task<bool>> holds, string what) => HoldsAsync(holds, () => what);

    /// <inheritdoc cref="GetAsync{T}(Func{Task{T}}, Func{string}, TimeSpan?)"/>
    public static Task HoldsAsync(Func<bool> holds, Func<string> what) => HoldsAsync(() => Task.FromResult(holds()), what);

    /// <inheritdoc cref="GetAsync{T}(Func{Task{T}}, Func{string}, TimeSpan?)"/>
    public static Task HoldsAsync(Func<bool> holds, string what) => HoldsAsync(holds, () => what);
}
