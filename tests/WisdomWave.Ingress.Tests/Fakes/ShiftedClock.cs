namespace WisdomWave.Ingress.Tests.Fakes;

/// <summary>A clock with a wrong date; timestamps and timers are not affected.</summary>
internal sealed class ShiftedClock(TimeProvider time) : TimeProvider
{
    /// <summary>How far the date is ahead of the correct one.</summary>
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
