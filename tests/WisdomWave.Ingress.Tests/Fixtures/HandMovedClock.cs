using Microsoft.Extensions.Time.Testing;

namespace WisdomWave.Ingress.Tests.Fixtures;

/// <summary>A clock that only the test moves, so that no delay or time limit of ingress passes because the machine is slow.</summary>
internal static class HandMovedClock
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    /// <summary>Starts at the current date, because ingress drops old messages.</summary>
    public static FakeTimeProvider Create() => new(DateTimeOffset.UtcNow);

    /// <summary>Moves the clock step by step until the condition holds. A timer that is created between two steps fires later, not never.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="holds">The condition.</param>
    /// <param name="what">Completes the sentence "Not within 180 s: …".</param>
    /// <param name="step">Null for a short one.</param>
    public static Task PassesUntilAsync(this FakeTimeProvider clock, Func<Task<bool>> holds, string what, TimeSpan? step = null) => Eventually.HoldsAsync(
        () =>
        {
            clock.Advance(step ?? Step);
            return holds();
        },
        what);

    /// <inheritdoc cref="PassesUntilAsync(FakeTimeProvider, Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task PassesUntilAsync(this FakeTimeProvider clock, Func<bool> holds, string what, TimeSpan? step = null) =>
        clock.PassesUntilAsync(() => Task.FromResult(holds()), what, step);
}
