using System.Text.Json;

namespace WisdomWave.Playground.OpenAi;

/// <summary>An error with OpenAI's wording.</summary>
internal sealed record ModelError(int Status, string Message, string Type, string? Param, string? Code)
{
    public static ModelError MissingKey { get; } = new(
        401, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.", "invalid_request_error", null, null);

    public static ModelError Malformed(string what) => new(400, what, "invalid_request_error", null, null);

    public static ModelError ByCode(string code, string model, int? status) => code switch
    {
        "context_length_exceeded" => new(
            status ?? 400, "Your input exceeds the context window of this model. Please adjust your input and try again.",
            "invalid_request_error", "messages", code),
        "insufficient_quota" => new(
            status ?? 429, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", null, code),
        "rate_limit_exceeded" => new(
            status ?? 429, $"Rate limit reached for {model} in organization org-playground on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s.",
            "requests", null, code),
        "invalid_api_key" => new(status ?? 401, "Incorrect API key provided: playground.", "invalid_request_error", null, code),
        "unsupported_country_region_territory" => new(
            status ?? 403, "Country, region, or territory not supported", "request_forbidden", null, code),
        "request_too_large" => new(status ?? 413, "Request body is too large.", "invalid_request_error", null, code),
        "model_not_found" => new(
            status ?? 404, $"The model `{model}` does not exist or you do not have access to it.", "invalid_request_error", null, code),
        _ => new(status ?? 500, "The server had an error while processing your request. Sorry about that!", "server_error", null, code),
    };

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, Message);
        json.WriteString("type"u8, Type);
        json.WriteString("param"u8, Param);
        json.WriteString("code"u8, Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
