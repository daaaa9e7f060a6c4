using System.Diagnostics;
using OpenTelemetry;

namespace WisdomWave.ServiceDefaults.Redaction;

/// <summary>Redacts spans before any exporter gets them.</summary>
internal sealed class RedactingActivityProcessor : BaseProcessor<Activity>
{
    // Recorded events cannot be changed, but a listener can set an exception's tags before it is recorded.
    private readonly ActivityListener _exceptions = new()
    {
        ShouldListenTo = _ => true,
        ExceptionRecorder = static (Activity _, Exception exception, ref TagList tags) =>
        {
            tags.Add("exception.message", SecretRedactor.Redact(exception.Message));
            tags.Add("exception.stacktrace", SecretRedactor.Redact(exception.ToString()));
        },
    };

    public RedactingActivityProcessor() => ActivitySource.AddActivityListener(_exceptions);

    public override void OnEnd(Activity data)
    {
        data.DisplayName = SecretRedactor.Redact(data.DisplayName);
        if (data.StatusDescription is { } description)
            data.SetStatus(data.Status, SecretRedactor.Redact(description));

        List<KeyValuePair<string, object?>>? changed = null;
        foreach (ref readonly var tag in data.EnumerateTagObjects())
        {
            if (TagRedaction.TryRedact(tag.Value, out var redacted))
                (changed ??= []).Add(new(tag.Key, redacted));
        }

        foreach (var (key, value) in changed ?? [])
            data.SetTag(key, value);

        if (HasSecretInEvents(data))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded; // not exported at all
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _exceptions.Dispose();
        base.Dispose(disposing);
    }

    private static bool HasSecretInEvents(Activity activity)
    {
        foreach (ref readonly var recorded in activity.EnumerateEvents())
        {
            foreach (ref readonly var tag in recorded.EnumerateTagObjects())
            {
                if (TagRedaction.TryRedact(tag.Value, out _))
                    return true;
            }
        }

        return false;
    }
}
