using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using WisdomWave.ServiceDefaults.Redaction;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.ServiceDefaults.Logging;

internal static class RedactedLogging
{
    // What the frameworks say about themselves at these levels is no news to the operator.
    private static readonly Dictionary<string, string?> QuietLevels = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions"] = "Warning",
        // Every failed call, with its trace; the caller tells it in a line.
        ["Logging:LogLevel:Microsoft.Extensions.AI"] = "Error",
        // A degraded dependency is told once by the service that has it, not with every probe.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Microsoft.Orleans"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Error",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        ["Logging:LogLevel:StackExchange.Redis"] = "Critical",
    };

    public static void AddRedactedLogging(this IHostApplicationBuilder builder)
    {
        // First, so that appsettings and the environment win.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietLevels });
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);

        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(options => options.FormatterName = RedactingConsoleFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<RedactingConsoleFormatter, ConsoleFormatterOptions>();

        if (!builder.HasOtlpEndpoint())
            return;
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            // Scopes hold request paths and cannot be rewritten; the trace id joins records as well.
            logging.IncludeScopes = false;
            logging.AddProcessor(new RedactingLogProcessor());
        });
    }
}
