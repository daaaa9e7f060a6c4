using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using WisdomWave.ServiceDefaults.Redaction;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Logging;

/// <summary>One line an entry, with a trace below it where there is an exception.</summary>
/// <remarks><code>10:31:02.118 warn Completer: The provider rejects OPENAI_API_KEY (401)</code></remarks>
internal sealed class RedactingConsoleFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "wisdomwave";

    private volatile bool _hasNotStarted;

    public RedactingConsoleFormatter() : this(TimeProvider.System)
    {
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (IsToldElsewhere(logEntry.Category, logEntry.EventId, logEntry.Exception))
            return;

        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss.fff", null));
        textWriter.Write(' ');
        textWriter.Write(Word(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1));
        textWriter.Write(": ");
        textWriter.WriteLine(SecretRedactor.Redact(message).ReplaceLineEndings(" "));

        if (logEntry.Exception is { } exception)
            textWriter.WriteLine("  " + SecretRedactor.Redact(exception.ToString()).ReplaceLineEndings(Environment.NewLine + "  "));
    }

    // After a start that failed the host disposes of what it has started; complaints about that are no news.
    private bool IsToldElsewhere(string category, EventId id, Exception? exception)
    {
        if (!StartupFailure.IsToldElsewhere(category, exception))
            return _hasNotStarted && exception is not null;
        _hasNotStarted |= id.Name == "HostedServiceStartupFaulted";
        return true;
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
