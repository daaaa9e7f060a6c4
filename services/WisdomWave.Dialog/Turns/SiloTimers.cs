using Orleans.Configuration;
using Orleans.Statistics;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// Stops the timers with which a silo observes its load, because they would be most of what this process does while nobody asks. Other silos
/// would read the results in order to place grains; there are none. Grains that have not been used are still collected, and a call that gets
/// no answer still times out.
/// </summary>
internal static class SiloTimers
{
    public static void UseNoLoadTimers(this ISiloBuilder silo)
    {
        // By default every second.
        silo.Services.Configure<DeploymentLoadPublisherOptions>(publisher => publisher.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero);

        // By default the runtime's event counters are computed every second, for shedding load, which is off.
        silo.Services.AddSingleton<IEnvironmentStatisticsProvider, NoEnvironmentStatistics>();
    }

    private sealed class NoEnvironmentStatistics : IEnvironmentStatisticsProvider
    {
        public EnvironmentStatistics GetEnvironmentStatistics() => default;
    }
}
