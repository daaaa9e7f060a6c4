using System.Globalization;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>Which failure an error of an OpenAI-compatible server is.</summary>
internal static class FailureTable
{
    /// <param name="status">Of the response; 200 for an error inside a stream; 0 when no response came.</param>
    /// <param name="error">Null when the body held none.</param>
    public static FailureKind KindOf(int status, ProviderError? error) =>
        error is null ? ByStatus(status, hasError: false) : ByCode(error.Code) ?? ByCode(error.Type) ?? ByMessage(error.Message) ?? ByStatus(StatusOf(status, error), hasError: true);

    /// <summary>Seconds or a date (RFC 9110, 10.2.3), or OpenAI's finer <c>retry-after-ms</c>.</summary>
    public static TimeSpan? RetryAfter(string? header, string? milliseconds, DateTimeOffset now)
    {
        TimeSpan? wait =
            double.TryParse(milliseconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) ? Bounded(ms / 1000)
            : double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? Bounded(seconds)
            : DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? Bounded((date - now).TotalSeconds)
            : null;
        return wait;

        // A day is as good as for ever, and NaN or a date of long ago as now.
        static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(seconds > 0 ? Math.Min(seconds, 86_400) : 0);
    }

    private static FailureKind? ByCode(string? code) => code switch
    {
        "insufficient_quota" or "billing_hard_limit_reached" or "billing_not_active" => FailureKind.QuotaSpent,
        "rate_limit_exceeded" => FailureKind.RateLimited,
        "context_length_exceeded" or "string_above_max_length" => FailureKind.ContextTooLong,
        "content_filter" or "content_policy_violation" => FailureKind.Refused,
        "invalid_api_key" or "account_deactivated" => FailureKind.KeyRejected,
        "model_not_found" => FailureKind.ModelNotFound,
        _ => null,
    };

    // Servers that give no code write as OpenAI does: "This model's maximum context length is 8192 tokens. However, …"
    private static FailureKind? ByMessage(string message) =>
        message.Contains("maximum context length", StringComparison.OrdinalIgnoreCase) ? FailureKind.ContextTooLong : null;

    private static FailureKind ByStatus(int status, bool hasError) => status switch
    {
        401 or 403 => FailureKind.KeyRejected,
        402 => FailureKind.QuotaSpent,
        // Without an error object it is the path that was not found: a wrong OPENAI_BASE_URL.
        404 when hasError => FailureKind.ModelNotFound,
        408 or 409 or 425 => FailureKind.Unavailable,
        413 => FailureKind.ContextTooLong,
        429 => FailureKind.RateLimited,
        >= 400 and < 500 => FailureKind.BadRequest,
        _ => FailureKind.Unavailable,
    };

    // An error inside a stream came with 200; some servers put the status that they mean into its code, some only a type.
    private static int StatusOf(int status, ProviderError error) =>
        status is >= 400 ? status
        : int.TryParse(error.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var meant) ? meant
        : error.Type is "invalid_request_error" ? 400
        : 500;
}
