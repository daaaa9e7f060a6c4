using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using WisdomWave.ServiceDefaults.Redaction;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Logging;

/// <summary>Writes each entry on one line, followed by the stack trace if there is an exception.</summary>
/// <remarks><code>10:31:02.118 warn Completer: The provider rejects OPENAI_API_KEY (401)</code></remarks>
internal sealed class RedactingConsoleFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "wisdomwave";

    private volatile bool _startFailed;

    public RedactingConsoleFormatter() : this(TimeProvider.System)
    {
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (IsReportedElsewhere(logEntry.Category, logEntry.EventId, logEntry.Exception))
            return;

        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss.fff", null));
        textWriter.Write(' ');
        textWriter.Write(Abbreviate(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1));
        textWriter.Write(": ");
        textWriter.WriteLine(SecretRedactor.Redact(message).ReplaceLineEndings(" "));

        if (logEntry.Exception is { } exception)
            textWriter.WriteLine("  " + SecretRedactor.Redact(exception.ToString()).ReplaceLineEndings(Environment.NewLine + "  "));
    }

    // After a failed start the host disposes what it has started; errors from that only hide the cause.
    private bool IsReportedElsewhere(string category, EventId id, Exception? exception)
    {
        if (!StartupFailure.IsReportedElsewhere(category, exception))
            return _startFailed && exception is not null;
        _startFailed |= id.Name == "HostedServiceStartupFaulted";
        return true;
    }

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
