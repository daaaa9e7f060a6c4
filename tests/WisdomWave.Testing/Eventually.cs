using System.Diagnostics;

namespace WisdomWave.Testing;

/// <summary>Waits for a condition that raises no event. The wait is bounded, and its failure says what it waited for.</summary>
public static class Eventually
{
    /// <summary>What takes seconds on a quiet machine may take ten times as long on a slow or busy one.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="look">Returns null until there is something.</param>
    /// <param name="what">Completes the sentence "Not within 180 s: …".</param>
    /// <exception cref="TimeoutException">It was not there within <see cref="Limit"/>.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> look, Func<string> what)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await look() is { } found)
                return found;
            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new TimeoutException($"Not within {Limit.TotalSeconds:0} s: {what()}.");
            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc cref="GetAsync{T}(Func{Task{T}}, Func{string})"/>
    public static Task<T> GetAsync<T>(Func<Task<T?>> look, string what)
        where T : class => GetAsync(look, () => what);

    /// <inheritdoc cref="GetAsync{T}(Func{Task{T}}, Func{string})"/>
    public static Task HoldsAsync(Func<Task<bool>> holds, Func<string> what) => GetAsync(async () => await holds() ? new object() : null, what);

    /// <inheritdoc cref="GetAsync{T}(Func{Task{T}}, Func{string})"/>
    public static Task HoldsAsync(Func<Task<bool>> holds, string what) => HoldsAsync(holds, () => what);

    /// <inheritdoc cref="GetAsync{T}(Func{Task{T}}, Func{string})"/>
    public static Task HoldsAsync(Func<bool> holds, string what) => HoldsAsync(() => Task.FromResult(holds()), what);
}
