using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>Limits the console to what starts, where it runs, warnings and errors. Everything else is in the dashboard.</summary>
internal static class QuietConsole
{
    public const string VerboseSetting = "WISDOMWAVE_VERBOSE";

    private const string VerboseFlag = "--verbose";

    /// <summary>Returns the arguments without <c>--verbose</c>, which Aspire would combine with the next argument as its value.</summary>
    public static string[] TakeVerbose(string[] args, out bool verbose)
    {
        verbose = args.Contains(VerboseFlag);
        return [.. args.Where(arg => arg != VerboseFlag)];
    }

    /// <summary>Shows the services' warnings and errors only and silences the frameworks, or shows all lines if <paramref name="verbose"/>.</summary>
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

            // Our own summary has the login link.
            builder.Configuration["AppHost:SuppressDashboardLoginUrlInStartupSummary"] = "true";
            logging.AddFilter("Aspire.Hosting", LogLevel.Warning);
            // It warns about a missing development certificate, which nothing here needs.
            logging.AddFilter("Aspire.Hosting.Dcp.DcpHost", LogLevel.Error);
            // It logs stack traces about the log streams of an ended process; our own message reports the end.
            logging.AddFilter("Aspire.Hosting.Dcp.DcpExecutor", LogLevel.Critical);
            // The dashboard's server logs how it stores its cookie key, and every gRPC call that the stop interrupts.
            logging.AddFilter("Microsoft.AspNetCore", LogLevel.Critical);
            // It logs a stack trace for a cancelled start; our own message reports that.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        });
    }
}
