using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>The outermost call of every service.</summary>
public static class ServiceRun
{
    /// <summary>Builds and runs until stopped.</summary>
    /// <returns>The exit code: 1, after one sentence on stderr, when a setting, a port or a file kept the service from starting.</returns>
    public static Task<int> RunAsync(Func<WebApplication> build) => RunAsync(build, Console.Error);

    internal static async Task<int> RunAsync(Func<WebApplication> build, TextWriter stderr)
    {
        IHostApplicationLifetime? lifetime = null;
        try
        {
            var app = build();
            lifetime = app.Lifetime;
            // For clients that others make, like the exporter of telemetry: its receiver is on this machine as a rule.
            HttpClient.DefaultProxy = OutboundProxy.Read(app.Configuration);
            await app.RunAsync();
            return 0;
        }
        // Stopped while it was still starting, which is no failure.
        catch (OperationCanceledException) when (lifetime is { ApplicationStopping.IsCancellationRequested: true, ApplicationStarted.IsCancellationRequested: false })
        {
            return 0;
        }
        catch (Exception e)
        {
            await stderr.WriteLineAsync(StartupFailure.Sentence(e) ?? SecretRedactor.Redact(e.ToString()));
            return 1;
        }
    }
}
