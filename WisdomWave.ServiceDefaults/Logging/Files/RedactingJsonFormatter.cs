using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Parsing;
using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.ServiceDefaults.Logging.Files;

/// <summary>
/// Writes an entry as one line of compact JSON (<see href="https://clef-json.org"/>), without secrets: time, message, level, exception, trace and
/// span id, category, and the values of the message.
/// </summary>
internal sealed class RedactingJsonFormatter : ITextFormatter
{
    private const string Category = "SourceContext";

    private readonly RenderedCompactJsonFormatter _json = new();

    public void Format(LogEvent logEvent, TextWriter output)
    {
        // Scopes also become properties; they hold paths of requests, and repeat the trace id.
        var names = logEvent.MessageTemplate.Tokens.OfType<PropertyToken>().Select(token => token.PropertyName).Append(Category).Distinct();
        var properties = names
            .Where(logEvent.Properties.ContainsKey)
            .Select(name => new LogEventProperty(name, Redact(logEvent.Properties[name])))
            .ToArray();
        var template = new MessageTemplate(logEvent.MessageTemplate.Tokens.Select(token => WithoutQuotes(token, properties)));
        var message = template.Render(properties.ToDictionary(one => one.Name, one => one.Value), CultureInfo.InvariantCulture);
        if (SecretRedactor.Redact(message) is var safe && safe != message)
        {
            // A secret that stands in the message's own text, or that only its surroundings reveal. The values would repeat it.
            template = new MessageTemplate([new TextToken(safe)]);
            properties = Array.FindAll(properties, property => property.Name == Category);
        }

        _json.Format(
            new LogEvent(
                logEvent.Timestamp, logEvent.Level, Redact(logEvent.Exception), template, properties,
                logEvent.TraceId ?? default, logEvent.SpanId ?? default),
            output);
    }

    /// <summary>Texts stand in the message as on the console.</summary>
    private static MessageTemplateToken WithoutQuotes(MessageTemplateToken token, LogEventProperty[] properties) =>
        token is PropertyToken { Format: null } property
        && Array.Exists(properties, one => one.Name == property.PropertyName && one.Value is ScalarValue { Value: string })
            ? new PropertyToken(property.PropertyName, property.ToString(), "l", property.Alignment, property.Destructuring)
            : token;

    private static LogEventPropertyValue Redact(LogEventPropertyValue value)
    {
        var text = value is ScalarValue { Value: { } scalar } ? Convert.ToString(scalar, CultureInfo.InvariantCulture) ?? "" : value.ToString();
        var safe = SecretRedactor.Redact(text);
        return ReferenceEquals(safe, text) ? value : new ScalarValue(safe);
    }

    private static Exception? Redact(Exception? exception)
    {
        if (exception?.ToString() is not { } text)
            return null;
        var safe = SecretRedactor.Redact(text);
        return ReferenceEquals(safe, text) ? exception : new RedactedException(safe);
    }

    /// <summary>Stands for an exception whose text holds a secret.</summary>
    private sealed class RedactedException(string text) : Exception
    {
        public override string ToString() => text;
    }
}
