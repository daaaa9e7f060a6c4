using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>The console of <c>dotnet run</c> shows what starts, what is up and where, warnings and errors. Everything else is in the dashboard.</summary>
internal static class QuietConsole
{
    public const string VerboseSetting = "WISDOMWAVE_VERBOSE";

    private const string VerboseFlag = "--verbose";

    /// <summary>The arguments for Aspire, which knows no <c>--verbose</c> and would take the next argument for its value.</summary>
    public static string[] TakeVerbose(string[] args, out bool verbose)
    {
        verbose = args.Contains(VerboseFlag);
        return [.. args.Where(arg => arg != VerboseFlag)];
    }

    /// <summary>Silences the framework, unless everything is asked for, and shows the services' warnings and errors, or all of their lines.</summary>
    public static void UseQuietConsole(this IDistributedApplicationBuilder builder, bool verbose)
    {
        verbose |= builder.Configuration.GetValue<bool>(VerboseSetting);
        builder.Services.AddHostedService(services => new ServiceLogs(
            services.GetRequiredService<DistributedApplicationModel>(), services.GetRequiredService<ResourceLoggerService>(), verbose, Console.Out));
        builder.Services.AddLogging(logging =>
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
            if (verbose)
                return;

            // The login link stands in our own summary.
            builder.Configuration["AppHost:SuppressDashboardLoginUrlInStartupSummary"] = "true";
            logging.AddFilter("Aspire.Hosting", LogLevel.Warning);
            // Warns that there is no development certificate; without https nobody needs one.
            logging.AddFilter("Aspire.Hosting.Dcp.DcpHost", LogLevel.Error);
            // Stack traces about the log streams of a process that has just ended; what ended is told in our own words.
            logging.AddFilter("Aspire.Hosting.Dcp.DcpExecutor", LogLevel.Critical);
            // The dashboard's server: the storage of its cookie key, and gRPC calls that the stop interrupts.
            logging.AddFilter("Microsoft.AspNetCore", LogLevel.Critical);
            // A start that is broken off is told in our own words, without a stack trace.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        });
    }
}
