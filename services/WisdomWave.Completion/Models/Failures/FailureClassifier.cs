using System.Globalization;
using WisdomWave.Completion.Models.Wire.Repair;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models.Failures;

/// <summary>Classifies the errors of OpenAI-compatible servers.</summary>
internal static class FailureClassifier
{
    /// <param name="status">The response's status; 200 for an error in a stream; 0 without a response.</param>
    /// <param name="error">Null if the body has none.</param>
    public static FailureKind Classify(int status, ProviderError? error) =>
        error is null ? ByStatus(status, namesModel: false)
        // Groq reports a prompt that exceeds the tokens per minute with the code of a rate limit.
        : status == 413 && (error.Code == "rate_limit_exceeded" || error.Type == "tokens") ? FailureKind.ContextTooLong
        : ByCode(error.Code) ?? ByCode(error.Type) ?? ByMessage(error) ?? ByStatus(StatusOf(status, error), NamesModel(error.Message));

    /// <param name="header"><c>Retry-After</c>: seconds or a date (RFC 9110, 10.2.3).</param>
    /// <param name="milliseconds">OpenAI's more precise <c>retry-after-ms</c>.</param>
    /// <param name="now">The current time.</param>
    public static TimeSpan? ParseRetryAfter(string? header, string? milliseconds, DateTimeOffset now)
    {
        TimeSpan? wait =
            double.TryParse(milliseconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) ? Bounded(ms / 1000)
            : double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? Bounded(seconds)
            : DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? Bounded((date - now).TotalSeconds)
            : null;
        return wait;

        // At most a day; NaN, negative numbers and past dates mean now.
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
        ContextOverflowParser.IsOverflow(error) ? FailureKind.ContextTooLong
        : RejectsKey(error.Message) ? FailureKind.KeyRejected
        : null;

    private static FailureKind ByStatus(int status, bool namesModel) => status switch
    {
        401 or 403 => FailureKind.KeyRejected,
        402 => FailureKind.QuotaSpent,
        // Unless the error mentions a model, the path was not found: OPENAI_BASE_URL is wrong.
        404 => namesModel ? FailureKind.ModelNotFound : FailureKind.WrongAddress,
        405 or (>= 300 and < 400) => FailureKind.WrongAddress,
        408 or 409 or 425 => FailureKind.Unavailable,
        413 => FailureKind.TooLarge,
        429 => FailureKind.RateLimited,
        >= 400 and < 500 => FailureKind.BadRequest,
        _ => FailureKind.Unavailable,
    };

    // OpenRouter calls the servers of a model endpoints, Azure calls a model a deployment.
    private static bool NamesModel(string message) =>
        message.Contains("model", StringComparison.OrdinalIgnoreCase)
        || message.Contains("endpoints found", StringComparison.OrdinalIgnoreCase)
        || message.Contains("deployment", StringComparison.OrdinalIgnoreCase);

    // Gemini returns 400 for a wrong key.
    private static bool RejectsKey(string message) =>
        message.Contains("API key not valid", StringComparison.OrdinalIgnoreCase) || message.Contains("Incorrect API key", StringComparison.OrdinalIgnoreCase);

    // An error in a stream has status 200; some servers put the intended status into its code, some send only a type.
    private static int StatusOf(int status, ProviderError error) =>
        status is >= 400 ? status
        : int.TryParse(error.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var intended) ? intended
        : error.Type is "invalid_request_error" ? 400
        : 500;
}
