using OpenTelemetry;
using OpenTelemetry.Logs;

namespace WisdomWave.ServiceDefaults.Redaction;

/// <summary>Redacts log records before any exporter gets them.</summary>
internal sealed class RedactingLogProcessor : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.FormattedMessage is { } message)
            data.FormattedMessage = SecretRedactor.Redact(message);
        if (data.Body is { } body)
            data.Body = SecretRedactor.Redact(body);

        List<KeyValuePair<string, object?>>? attributes = null;
        for (var i = 0; i < data.Attributes?.Count; i++)
        {
            var (key, value) = data.Attributes[i];
            if (TagRedaction.TryRedact(value, out var redacted))
                (attributes ??= [.. data.Attributes])[i] = new(key, redacted);
        }

        if (data.Exception is { } exception)
        {
            var text = exception.ToString();
            var safe = SecretRedactor.Redact(text);
            if (safe != text)
            {
                // The exporter would write the exception itself, so the convention's attributes replace it.
                (attributes ??= [.. data.Attributes ?? []]).AddRange([
                    new("exception.type", exception.GetType().FullName),
                    new("exception.message", SecretRedactor.Redact(exception.Message)),
                    new("exception.stacktrace", safe)]);
                data.Exception = null;
            }
        }

        if (attributes is not null)
            data.Attributes = attributes;
    }
}
