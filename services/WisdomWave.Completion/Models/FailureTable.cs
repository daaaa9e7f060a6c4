using System.Globalization;
using WisdomWave.Completion.Repairing;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>Which failure an error of an OpenAI-compatible server is.</summary>
internal static class FailureTable
{
    /// <param name="status">Of the response; 200 for an error inside a stream; 0 when no response came.</param>
    /// <param name="error">Null when the body held none.</param>
    public static FailureKind KindOf(int status, ProviderError? error) =>
        error is null ? ByStatus(status, namesModel: false)
        // Groq says that a prompt is too long for a minute's tokens with the code of a rate limit.
        : status == 413 && (error.Code == "rate_limit_exceeded" || error.Type == "tokens") ? FailureKind.ContextTooLong
        : ByCode(error.Code) ?? ByCode(error.Type) ?? ByMessage(error) ?? ByStatus(StatusOf(status, error), NamesModel(error.Message));

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
        "insufficient_quota" or "billing_hard_limit_reached" or "billing_not_active" or "exceeded_current_quota_error" => FailureKind.QuotaSpent,
        "rate_limit_exceeded" => FailureKind.RateLimited,
        "unsupported_country_region_territory" => FailureKind.RegionNotServed,
        AnswerRepair.NotACompletion => FailureKind.WrongAddress,
        "context_length_exceeded" or "string_above_max_length" => FailureKind.ContextTooLong,
        "content_filter" or "content_policy_violation" => FailureKind.Refused,
        "invalid_api_key" or "account_deactivated" => FailureKind.KeyRejected,
        "model_not_found" => FailureKind.ModelNotFound,
        _ => null,
    };

    private static FailureKind? ByMessage(ProviderError error) =>
        ContextOverflows.IsIn(error) ? FailureKind.ContextTooLong
        : SaysKey(error.Message) ? FailureKind.KeyRejected
        : null;

    private static FailureKind ByStatus(int status, bool namesModel) => status switch
    {
        401 or 403 => FailureKind.KeyRejected,
        402 => FailureKind.QuotaSpent,
        // An error that names no model, or none at all: it is the path that was not found, OPENAI_BASE_URL is wrong.
        404 => namesModel ? FailureKind.ModelNotFound : FailureKind.WrongAddress,
        405 or (>= 300 and < 400) => FailureKind.WrongAddress,
        408 or 409 or 425 => FailureKind.Unavailable,
        413 => FailureKind.TooLarge,
        429 => FailureKind.RateLimited,
        >= 400 and < 500 => FailureKind.BadRequest,
        _ => FailureKind.Unavailable,
    };

    // OpenRouter calls a model's servers endpoints, Azure calls a model a deployment.
    private static bool NamesModel(string message) =>
        message.Contains("model", StringComparison.OrdinalIgnoreCase)
        || message.Contains("endpoints found", StringComparison.OrdinalIgnoreCase)
        || message.Contains("deployment", StringComparison.OrdinalIgnoreCase);

    // Gemini answers 400 for a wrong key.
    private static bool SaysKey(string message) =>
        message.Contains("API key not valid", StringComparison.OrdinalIgnoreCase) || message.Contains("Incorrect API key", StringComparison.OrdinalIgnoreCase);

    // An error inside a stream came with 200; some servers put the status that they mean into its code, some only a type.
    private static int StatusOf(int status, ProviderError error) =>
        status is >= 400 ? status
        : int.TryParse(error.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var meant) ? meant
        : error.Type is "invalid_request_error" ? 400
        : 500;
}
