using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Stopping;

/// <summary>How a service stops (section <c>Stopping</c>).</summary>
public sealed class StopOptions
{
    /// <summary>How long running work may take to finish. Work that still runs then is aborted, and resumes after the next start.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);
}

internal static class GracefulStopServiceCollectionExtensions
{
    private static readonly TimeSpan AfterTimeout = TimeSpan.FromSeconds(3);

    public static void AddGracefulStop(this IServiceCollection services)
    {
        services.AddOptions<StopOptions>().BindConfiguration("Stopping")
            .Require("Stopping:Timeout", stop => stop.Timeout >= TimeSpan.Zero && stop.Timeout <= TimeSpan.FromHours(1), "is not from 0 to 1 h", "00:00:20")
            .ValidateOnStart();
        services.AddSingleton<GracefulStop>();
        services.AddHostedService(provider => provider.GetRequiredService<GracefulStop>());

        // Aborted work ends by itself; this limits everything else.
        services.AddOptions<HostOptions>()
            .Configure<IOptions<StopOptions>>((host, stop) => host.ShutdownTimeout = stop.Value.Timeout + AfterTimeout);
    }
}
