using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>Runs a service, as the outermost call of its program.</summary>
public static class ServiceRun
{
    /// <summary>Builds the application and runs it until it is stopped.</summary>
    /// <returns>The exit code: 1, with one sentence on stderr, if a setting, a port or a file prevents the start.</returns>
    public static Task<int> RunAsync(Func<WebApplication> build) => RunAsync(build, Console.Error);

    internal static async Task<int> RunAsync(Func<WebApplication> build, TextWriter stderr)
    {
        IHostApplicationLifetime? lifetime = null;
        try
        {
            // For clients that others create, such as the telemetry exporter, which usually sends to this machine. The exporter starts
            // while the service is built, so this cannot wait for the service's own configuration.
            HttpClient.DefaultProxy = OutboundProxy.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            var app = build();
            lifetime = app.Lifetime;
            await app.RunAsync();
            return 0;
        }
        // A stop during startup is not a failure.
        catch (OperationCanceledException) when (lifetime is { ApplicationStopping.IsCancellationRequested: true, ApplicationStarted.IsCancellationRequested: false })
        {
            return 0;
        }
        catch (Exception e)
        {
            await stderr.WriteLineAsync(StartupFailure.Describe(e) ?? SecretRedactor.Redact(e.ToString()));
            return 1;
        }
    }
}
