namespace WisdomWave.Ingress.Tests.Standing;

/// <summary>A machine whose date somebody sets; time itself goes on as before.</summary>
internal sealed class WrongClock(TimeProvider time) : TimeProvider
{
    /// <summary>How far the date is ahead of the right one.</summary>
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
