using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>The service cannot start, and the operator can fix it.</summary>
/// <param name="sentence">Names the setting or resource and a good value; contains no secrets.</param>
/// <param name="innerException">The cause, if an exception revealed it.</param>
public sealed class StartupException(string sentence, Exception? innerException = null) : Exception(sentence, innerException);

/// <summary>Distinguishes startup failures that the operator can fix from bugs.</summary>
internal static partial class StartupFailure
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>Returns one sentence without secrets, or null for a bug.</summary>
    public static string? Describe(Exception exception) =>
        Expected(exception) is { } sentence ? SecretRedactor.Redact(sentence.ReplaceLineEndings(" ")) : null;

    /// <summary>
    /// Whether the host, the web host or Kestrel logs, with a stack trace, an exception for which the process then ends with one sentence.
    /// The same goes for a cancelled start: <see cref="ServiceRun"/> knows whether the operator stopped it.
    /// </summary>
    public static bool IsReportedElsewhere(string category, Exception? exception) =>
        exception is not null
        && category is "Microsoft.Extensions.Hosting.Internal.Host" or "Microsoft.AspNetCore.Hosting.Diagnostics" or Kestrel
        && (exception is OperationCanceledException || Expected(exception) is not null);

    private static string? Expected(Exception exception) => exception switch
    {
        StartupException => exception.Message,
        OptionsValidationException options => string.Join(' ', options.Failures),
        // "Failed to convert configuration value 'abc' at 'Cache:TimeToLive' to type 'System.TimeSpan'."
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => exception.Message,
        // "Configuration value 'Loud' is not supported."
        InvalidOperationException { Source: "Microsoft.Extensions.Logging.Configuration" } =>
            $"Logging:LogLevel has an unknown level: {exception.Message.TrimEnd('.')}; a good value is Information.",
        // "Failed to load configuration from file '/app/appsettings.json'.", because "'x' is an invalid start of a value. LineNumber: 3 …"
        InvalidDataException { InnerException: not null } when exception.Message.StartsWith("Failed to load configuration", StringComparison.Ordinal) => $"{exception.Message} {exception.GetBaseException().Message}",
        IOException { InnerException: AddressInUseException } => $"{Address(exception)} is in use: stop the program that listens there, or set ASPNETCORE_URLS to a free address such as http://127.0.0.1:5203.",
        // "Invalid url: 'localhost'"
        FormatException { Source: "Microsoft.AspNetCore.Http" } => $"ASPNETCORE_URLS contains an invalid address ({exception.Message}); a good value is http://127.0.0.1:5203.",
        // "Cannot assign requested address", "Permission denied"
        SocketException when exception.StackTrace?.Contains(Kestrel, StringComparison.Ordinal) == true =>
            $"The service cannot listen on its address ({exception.Message}); set ASPNETCORE_URLS to an address of this machine such as http://127.0.0.1:5203.",
        // "Unable to configure HTTPS endpoint. No server certificate was specified, …"
        InvalidOperationException { Source: Kestrel + ".Core" } => exception.Message,
        AggregateException many when many.InnerExceptions.All(e => Expected(e) is not null) => string.Join(' ', many.InnerExceptions.Select(Expected)),
        // Orleans and the dependency injection container wrap exceptions from constructors.
        { InnerException: { } inner } when Innermost(inner) is StartupException or OptionsValidationException => Expected(Innermost(inner)),
        _ => null,
    };

    private static Exception Innermost(Exception exception)
    {
        while (exception is not (StartupException or OptionsValidationException) && exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }

    private static string Address(Exception exception) =>
        AddressPattern().Match(exception.Message) is { Success: true } match ? match.Value : "The address";

    // "Failed to bind to address http://127.0.0.1:5103: address already in use."
    [GeneratedRegex(@"https?://\S+:\d+")]
    private static partial Regex AddressPattern();
}
