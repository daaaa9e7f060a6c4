using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>Tells what the operator can mend from what is a bug.</summary>
internal static partial class StartupFailure
{
    /// <summary>One sentence without secrets, or null for a bug.</summary>
    public static string? Sentence(Exception exception) =>
        Expected(exception) is { } sentence ? SecretRedactor.Redact(sentence.ReplaceLineEndings(" ")) : null;

    /// <summary>
    /// The host and Kestrel log, with a stack trace, what then ends the process with one sentence. So they do with a start that is
    /// broken off, of which <see cref="ServiceRun"/> knows whether it was the operator's wish.
    /// </summary>
    public static bool IsToldElsewhere(string category, Exception? exception) =>
        exception is not null
        && category is "Microsoft.Extensions.Hosting.Internal.Host" or "Microsoft.AspNetCore.Server.Kestrel"
        && (exception is OperationCanceledException || Expected(exception) is not null);

    private static string? Expected(Exception exception) => exception switch
    {
        StartupException => exception.Message,
        OptionsValidationException options => string.Join(' ', options.Failures),
        // "Failed to convert configuration value 'abc' at 'Cache:TimeToLive' to type 'System.TimeSpan'."
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => exception.Message,
        IOException { InnerException: AddressInUseException } => $"{Address(exception)} is taken: stop what listens there, or set ASPNETCORE_URLS to a free one such as http://127.0.0.1:5203.",
        AggregateException many when many.InnerExceptions.All(e => Expected(e) is not null) => string.Join(' ', many.InnerExceptions.Select(Expected)),
        _ => null,
    };

    private static string Address(Exception exception) =>
        AddressPattern().Match(exception.Message) is { Success: true } match ? match.Value : "The address";

    // "Failed to bind to address http://127.0.0.1:5103: address already in use."
    [GeneratedRegex(@"https?://\S+:\d+")]
    private static partial Regex AddressPattern();
}
