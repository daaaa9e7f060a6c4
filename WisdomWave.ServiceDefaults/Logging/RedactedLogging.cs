using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Logs;
using WisdomWave.ServiceDefaults.Logging.Files;
using WisdomWave.ServiceDefaults.Redaction;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.ServiceDefaults.Logging;

internal static class RedactedLogging
{
    // Framework messages below these levels do not help an operator.
    private static readonly Dictionary<string, string?> QuietLevels = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions"] = "Warning",
        // It logs every failed call with a stack trace; the caller logs the failure in one line.
        ["Logging:LogLevel:Microsoft.Extensions.AI"] = "Error",
        // The service logs a degraded dependency once; this category would repeat it with every probe.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Microsoft.Orleans"] = "Warning",
        // Two lines for every conversation that Orleans activates. A retry is a warning.
        ["Logging:LogLevel:Polly"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        ["Logging:LogLevel:StackExchange.Redis"] = "Critical",
    };

    /// <summary>
    /// ASP.NET Core creates a span for every request as long as this category logs anything, and then HttpClient creates one for every call in
    /// it and sends its id along. The category only repeats what the service or <see cref="Startup.StartupFailure"/> reports.
    /// </summary>
    private static readonly Dictionary<string, string?> NoSpans = new() { ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None" };

    public static void AddRedactedLogging(this IHostApplicationBuilder builder)
    {
        // Added first, so that appsettings and environment variables override it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietLevels });
        if (!builder.HasOtlpEndpoint())
            builder.Configuration.Sources.Insert(1, new MemoryConfigurationSource { InitialData = NoSpans });
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);

        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(options => options.FormatterName = RedactingConsoleFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<RedactingConsoleFormatter, ConsoleFormatterOptions>();

        builder.AddLogFiles();

        if (!builder.HasOtlpEndpoint())
            return;
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            // Scopes contain request paths and cannot be redacted; the trace ID correlates records as well.
            logging.IncludeScopes = false;
            logging.AddProcessor(new RedactingLogProcessor());
            logging.AddOtlpExporter();
        });
    }
}
