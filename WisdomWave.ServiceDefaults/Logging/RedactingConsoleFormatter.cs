using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using WisdomWave.ServiceDefaults.Redaction;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Logging;

/// <summary>
/// Writes each entry on one line, followed by the stack trace if there is an exception. Under systemd each line begins with the journal's
/// priority, so that <c>journalctl -p warning</c> finds it.
/// </summary>
/// <remarks><code>10:31:02.118 warn Completer: The provider rejects OPENAI_API_KEY (401)</code></remarks>
internal sealed class RedactingConsoleFormatter(TimeProvider time, bool isJournal) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "wisdomwave";

    private volatile bool _startFailed;

    public RedactingConsoleFormatter() : this(TimeProvider.System, SystemdHelpers.IsSystemdService())
    {
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (IsReportedElsewhere(logEntry.Category, logEntry.EventId, logEntry.Exception))
            return;

        var priority = isJournal ? Priority(logEntry.LogLevel) : "";
        textWriter.Write(priority);
        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss.fff", null));
        textWriter.Write(' ');
        textWriter.Write(Abbreviate(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1));
        textWriter.Write(": ");
        textWriter.WriteLine(SecretRedactor.Redact(message).ReplaceLineEndings(" "));

        if (logEntry.Exception is { } exception)
            textWriter.WriteLine($"{priority}  {SecretRedactor.Redact(exception.ToString()).ReplaceLineEndings($"{Environment.NewLine}{priority}  ")}");
    }

    // After a failed start the host disposes what it has started; errors from that only hide the cause.
    private bool IsReportedElsewhere(string category, EventId id, Exception? exception)
    {
        if (!StartupFailure.IsReportedElsewhere(category, exception))
            return _startFailed && exception is not null;
        _startFailed |= id.Name == "HostedServiceStartupFaulted";
        return true;
    }

    /// <summary>As sd-daemon(3) numbers them.</summary>
    private static string Priority(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "<7>",
        LogLevel.Information => "<6>",
        LogLevel.Warning => "<4>",
        LogLevel.Error => "<3>",
        _ => "<2>",
    };

    private static string Abbreviate(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
