using System.Globalization;

namespace WisdomWave.ServiceDefaults.Redaction;

internal static class TagRedaction
{
    /// <summary>Returns false if the value contains no secret; otherwise <paramref name="redacted"/> replaces it.</summary>
    public static bool TryRedact(object? value, out object? redacted)
    {
        redacted = value;
        switch (value)
        {
            case null or bool or int or long or double:
                return false;
            case string[] values:
                var kept = Array.ConvertAll(values, SecretRedactor.Redact);
                redacted = kept;
                return !kept.SequenceEqual(values);
            default:
                // An exporter writes any other object, such as a Uri, as its text.
                var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                var safe = SecretRedactor.Redact(text);
                redacted = safe;
                return safe != text;
        }
    }
}
