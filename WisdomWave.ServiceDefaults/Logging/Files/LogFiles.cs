using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Extensions.Logging;
using Serilog.Sinks.File;
using WisdomWave.ServiceDefaults.Redaction;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Logging.Files;

/// <summary>Writes the log of a service to files as well, so that it outlives the console.</summary>
internal static class LogFiles
{
    /// <summary>Log lines that wait for the disk. More are dropped, because a slow disk must not stop answers.</summary>
    private const int MostWaitingLines = 10_000;

    /// <summary>Does nothing when no directory is set: a container's log belongs to the container engine.</summary>
    public static void AddLogFiles(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration[$"{LogFileOptions.Section}:{nameof(LogFileOptions.Directory)}"] is not { Length: > 0 })
            return;

        builder.Services.AddOptions<LogFileOptions>()
            .BindConfiguration(LogFileOptions.Section)
            .Require("Logging:Files:RetainedFor", options => options.RetainedFor >= TimeSpan.FromDays(1), "is shorter than a day", "14.00:00:00")
            .Require("Logging:Files:FileMegabytes", options => options.FileMegabytes is >= 1 and <= 1024, "is not from 1 to 1024", "5")
            .Require("Logging:Files:TotalMegabytes", options => options.TotalMegabytes / Math.Max(1, options.FileMegabytes) >= 2, "holds less than two files", "200")
            .ValidateOnStart();
        var service = builder.Environment.ApplicationName.Split('.')[^1].ToLowerInvariant();
        // The factory of loggers disposes the provider at the end of the process, which writes the lines that still wait.
        builder.Services.AddSingleton<LogFileName>();
        builder.Services.AddSingleton<ILoggerProvider>(services => new SerilogLoggerProvider(
            CreateLogger(services.GetRequiredService<IOptions<LogFileOptions>>().Value, services.GetRequiredService<LogFileName>().Of(service)), dispose: true));
    }

    private static Logger CreateLogger(LogFileOptions options, string name)
    {
        // A disk that is full must not end the service: the reason goes to the console's error stream instead.
        SelfLog.Enable(line => Console.Error.WriteLine(SecretRedactor.Redact(line)));
        return new LoggerConfiguration()
            // The levels of Logging:LogLevel decide.
            .MinimumLevel.Verbose()
            .WriteTo.Async(
                sinks => sinks.File(
                    new RedactingJsonFormatter(),
                    Path.Combine(options.Directory!, $"{name}-.json"),
                    rollingInterval: RollingInterval.Day,
                    rollOnFileSizeLimit: true,
                    fileSizeLimitBytes: options.FileBytes,
                    retainedFileCountLimit: options.MostFiles,
                    retainedFileTimeLimit: options.RetainedFor,
                    hooks: new OwnerOnly()),
                MostWaitingLines)
            .CreateLogger();
    }

    /// <summary>Keeps other users of the machine out, also when the directory existed before.</summary>
    private sealed class OwnerOnly : FileLifecycleHooks
    {
        public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return underlyingStream;
        }
    }
}
