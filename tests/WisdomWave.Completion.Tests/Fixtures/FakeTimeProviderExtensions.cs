using Microsoft.Extensions.Time.Testing;
using WisdomWave.Testing;

namespace WisdomWave.Completion.Tests.Fixtures;

internal static class FakeTimeProviderExtensions
{
    /// <summary>Moves the clock step by step until the task completes. One step is not enough if the service sets a timer after it. The last argument completes the sentence "Not within 180 s: …".</summary>
    public static Task AdvanceUntilAsync(this FakeTimeProvider time, Task task, TimeSpan step, string what) =>
        time.AdvanceUntilAsync(() => task.IsCompleted, step, what);

    /// <inheritdoc cref="AdvanceUntilAsync(FakeTimeProvider, Task, TimeSpan, string)"/>
    public static Task AdvanceUntilAsync(this FakeTimeProvider time, Func<bool> isDone, TimeSpan step, string what) => Eventually.HoldsAsync(
        () =>
        {
            if (isDone())
                return true;
            time.Advance(step);
            return false;
        },
        what);
}
