using System.Text;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Models;

public sealed class FailureTableTests
{
    [Theory]
    // OpenAI
    [InlineData(400, """{"error":{"message":"…","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"error":{"message":"…","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}""", FailureKind.BadRequest)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", FailureKind.KeyRejected)]
    [InlineData(403, """{"error":{"code":"unsupported_country_region_territory","message":"…","param":null,"type":"request_forbidden"}}""", FailureKind.KeyRejected)]
    [InlineData(404, """{"error":{"message":"The model `x` does not exist","type":"invalid_request_error","param":null,"code":"model_not_found"}}""", FailureKind.ModelNotFound)]
    [InlineData(429, """{"error":{"message":"…","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", FailureKind.QuotaSpent)]
    [InlineData(429, """{"error":{"message":"…","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""", FailureKind.RateLimited)]
    [InlineData(429, """{"error":{"message":"…","type":"requests","param":null,"code":null}}""", FailureKind.RateLimited)]
    [InlineData(500, """{"error":{"message":"…","type":"server_error","param":null,"code":null}}""", FailureKind.Unavailable)]
    [InlineData(503, """{"error":{"message":"…","type":"service_unavailable_error"}}""", FailureKind.Unavailable)]
    // Azure, OpenRouter, DeepSeek, Groq, Ollama, vLLM
    [InlineData(400, """{"error":{"code":"content_filter","message":"…","status":400}}""", FailureKind.Refused)]
    [InlineData(402, """{"error":{"code":402,"message":"Insufficient credits"}}""", FailureKind.QuotaSpent)]
    [InlineData(413, """{"error":{"message":"Request too large","type":"tokens"}}""", FailureKind.ContextTooLong)]
    [InlineData(404, """{"error":"model 'x' not found, try pulling it first"}""", FailureKind.ModelNotFound)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens. However, you requested 9000","type":"BadRequestError","code":400}}""", FailureKind.ContextTooLong)]
    // No error object
    [InlineData(404, "<html>404 page not found", FailureKind.BadRequest)]
    [InlineData(401, "", FailureKind.KeyRejected)]
    [InlineData(408, "", FailureKind.Unavailable)]
    [InlineData(422, """{"detail":"…"}""", FailureKind.BadRequest)]
    [InlineData(502, "<html>Bad gateway", FailureKind.Unavailable)]
    [InlineData(529, "[]", FailureKind.Unavailable)]
    [InlineData(0, "", FailureKind.Unavailable)]
    // Inside a stream
    [InlineData(200, """{"error":{"message":"…","type":"server_error","code":null}}""", FailureKind.Unavailable)]
    [InlineData(200, """{"error":{"message":"Provider returned error","code":502}}""", FailureKind.Unavailable)]
    [InlineData(200, """{"error":{"message":"…","code":429}}""", FailureKind.RateLimited)]
    [InlineData(200, """{"error":{"message":"…","type":"invalid_request_error","code":null}}""", FailureKind.BadRequest)]
    [InlineData(200, """{"error":{"message":"…","code":"context_length_exceeded"}}""", FailureKind.ContextTooLong)]
    [InlineData(200, """{"error":"oops"}""", FailureKind.Unavailable)]
    public void AnErrorIsOfItsKind(int status, string body, FailureKind kind) =>
        Assert.Equal(kind, FailureTable.KindOf(status, ProviderError.FromBody(Encoding.UTF8.GetBytes(body))));

    [Theory]
    [InlineData("20", null, 20.0)]
    [InlineData("1.5", null, 1.5)]
    [InlineData("20", "250", 0.25)]
    [InlineData("Sun, 22 Nov 2026 10:00:30 GMT", null, 30.0)]
    [InlineData("Sun, 22 Nov 2026 09:00:00 GMT", null, 0.0)]
    [InlineData("-5", null, 0.0)]
    [InlineData("1e300", null, 86400.0)]
    [InlineData("NaN", null, 0.0)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void RetryAfterIsUnderstood(string? header, string? milliseconds, double? seconds) =>
        Assert.Equal(
            seconds is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null,
            FailureTable.RetryAfter(header, milliseconds, new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero)));
}
