using Orleans.Configuration;
using Orleans.Statistics;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Stops the timers with which a silo observes itself, because they would be most of what this process does while nobody asks. The results
/// serve to place grains on silos and to judge whether other silos are alive; there are none. Grains that have not been used are still
/// collected, and a call that gets no answer still times out.
/// </summary>
internal static class SiloTimers
{
    public static void UseNoObservationTimers(this ISiloBuilder silo)
    {
        // By default every second.
        silo.Services.Configure<DeploymentLoadPublisherOptions>(publisher => publisher.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero);

        // By default the runtime's event counters are computed every second, for shedding load, which is off.
        silo.Services.AddSingleton<IEnvironmentStatisticsProvider, NoEnvironmentStatistics>();

        // Every 100 ms a detector looks whether the thread pool is late, in order to judge probes of other silos. It has no option of its own.
        // It and its neighbours always need the system's time: a silo that seems to be of the past ends the process.
        silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Membership, new ClockWithoutFastTimers(TimeProvider.System));
    }

    private sealed class NoEnvironmentStatistics : IEnvironmentStatisticsProvider
    {
        public EnvironmentStatistics GetEnvironmentStatistics() => default;
    }
}

/// <summary>A clock whose timers with a period below a second never fire.</summary>
internal sealed class ClockWithoutFastTimers(TimeProvider clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        period > TimeSpan.Zero && period < TimeSpan.FromSeconds(1)
            ? clock.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
            : clock.CreateTimer(callback, state, dueTime, period);
}
