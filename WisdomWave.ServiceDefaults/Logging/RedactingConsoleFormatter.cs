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

    public RedactingConsoleFormatter() : this(TimeProvider.System)
    {
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (StartupFailure.IsToldElsewhere(logEntry.Category, logEntry.Exception))
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
