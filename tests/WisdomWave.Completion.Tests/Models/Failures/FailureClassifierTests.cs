using System.Text;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Models.Failures;

public sealed class FailureClassifierTests
{
    [Theory]
    // OpenAI
    [InlineData(400, """{"error":{"message":"…","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"error":{"message":"…","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}""", FailureKind.BadRequest)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", FailureKind.KeyRejected)]
    [InlineData(403, """{"error":{"code":"unsupported_country_region_territory","message":"…","param":null,"type":"request_forbidden"}}""", FailureKind.RegionNotServed)]
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
    [InlineData(404, "<html>404 page not found", FailureKind.WrongAddress)]
    [InlineData(404, """{"detail":"Not Found"}""", FailureKind.WrongAddress)]
    [InlineData(404, """{"error":{"message":"Invalid URL (POST /chat/completions)","type":"invalid_request_error"}}""", FailureKind.WrongAddress)]
    [InlineData(405, "", FailureKind.WrongAddress)]
    [InlineData(413, "<html>413 Request Entity Too Large", FailureKind.TooLarge)]
    [InlineData(404, """{"object":"error","message":"The model `x` does not exist.","type":"NotFoundError","code":404}""", FailureKind.ModelNotFound)]
    [InlineData(404, """{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""", FailureKind.ModelNotFound)]
    [InlineData(400, """[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]""", FailureKind.KeyRejected)]
    // A prompt that is too long, as different servers report it
    [InlineData(400, """{"error":{"code":400,"message":"the request exceeds the available context size. try increasing the context size or enable context shift","type":"exceed_context_size_error","n_ctx":4096,"n_prompt_tokens":5000}}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4000 in the messages, 1000 in the completion).","type":"BadRequestError","param":null,"code":400}""", FailureKind.ContextTooLong)]
    [InlineData(400, """[{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}]""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 205000 tokens > 200000 maximum"}}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"error":"the input length exceeds the context length"}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"object":"error","message":"Prompt contains 65673 tokens and 0 draft tokens, too large for model with 32768 maximum context length","type":"invalid_request_error","code":3051}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"error":{"message":"litellm.ContextWindowExceededError: AnthropicException - prompt is too long: 9000 tokens > 8192 maximum","type":null,"param":null,"code":"400"}}""", FailureKind.ContextTooLong)]
    [InlineData(400, """{"object":"error","message":"The input (5000 tokens) is longer than the model's context length (4096 tokens).","code":400}""", FailureKind.ContextTooLong)]
    [InlineData(422, """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 1000 `max_new_tokens`","error_type":"validation"}""", FailureKind.ContextTooLong)]
    [InlineData(413, """{"error":{"message":"Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 9000","type":"tokens","code":"rate_limit_exceeded"}}""", FailureKind.ContextTooLong)]
    [InlineData(401, "", FailureKind.KeyRejected)]
    [InlineData(408, "", FailureKind.Unavailable)]
    [InlineData(422, """{"detail":"…"}""", FailureKind.BadRequest)]
    [InlineData(502, "<html>Bad gateway", FailureKind.Unavailable)]
    [InlineData(529, "[]", FailureKind.Unavailable)]
    [InlineData(0, "", FailureKind.Unavailable)]
    // Errors in a stream
    [InlineData(200, """{"error":{"message":"…","type":"server_error","code":null}}""", FailureKind.Unavailable)]
    [InlineData(200, """{"error":{"message":"Provider returned error","code":502}}""", FailureKind.Unavailable)]
    [InlineData(200, """{"error":{"message":"…","code":429}}""", FailureKind.RateLimited)]
    [InlineData(200, """{"error":{"message":"…","type":"invalid_request_error","code":null}}""", FailureKind.BadRequest)]
    [InlineData(200, """{"error":{"message":"…","code":"context_length_exceeded"}}""", FailureKind.ContextTooLong)]
    [InlineData(200, """{"error":"oops"}""", FailureKind.Unavailable)]
    public void AnErrorIsClassified(int status, string body, FailureKind kind) =>
        Assert.Equal(kind, FailureClassifier.Classify(status, ProviderError.FromBody(Encoding.UTF8.GetBytes(body))));

    [Theory]
    [InlineData("""{"error":{"code":"context_length_exceeded","message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens."}}""", 8192, 9000)]
    [InlineData("""{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_ctx":4096,"n_prompt_tokens":5000}}""", 4096, 5000)]
    [InlineData("""{"error":{"message":"request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it"}}""", 4096, 5000)]
    [InlineData("""{"message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4000 in the messages, 1000 in the completion)."}""", 4096, 5000)]
    [InlineData("""{"message":"'max_tokens' is too large: 4096. This model's maximum context length is 8192 tokens and your request has 5000 input tokens (4096 > 8192 - 5000)."}""", 8192, 5000)]
    [InlineData("""[{"error":{"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."}}]""", 1_048_576, 1_200_000)]
    [InlineData("""{"error":{"message":"prompt is too long: 205000 tokens > 200000 maximum"}}""", 200_000, 205_000)]
    [InlineData("""{"message":"Prompt contains 65,673 tokens and 0 draft tokens, too large for model with 32,768 maximum context length"}""", 32_768, 65_673)]
    [InlineData("""{"message":"The input (5000 tokens) is longer than the model's context length (4096 tokens)."}""", 4096, 5000)]
    [InlineData("""{"error":"`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 1000 `max_new_tokens`"}""", 4096, 5000)]
    [InlineData("""{"error":{"message":"Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 9000"}}""", 6000, 9000)]
    [InlineData("""{"error":{"message":"This model's maximum prompt length is 131072 but the request contains 150000 tokens."}}""", 131_072, 150_000)]
    [InlineData("""{"error":"prompt too long; exceeded max context length by 123 tokens"}""", null, null)]
    [InlineData("""{"error":"the input length exceeds the context length"}""", null, null)]
    [InlineData("""{"error":{"code":"context_length_exceeded","message":"Your input exceeds the context window of this model."}}""", null, null)]
    public void TheTokenCountsInAnErrorAreParsed(string body, int? limit, int? requested) =>
        Assert.Equal(new ContextOverflow(limit, requested), ContextOverflowParser.Parse(ProviderError.FromBody(Encoding.UTF8.GetBytes(body))));

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
    public void RetryAfterIsParsed(string? header, string? milliseconds, double? seconds) =>
        Assert.Equal(
            seconds is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null,
            FailureClassifier.ParseRetryAfter(header, milliseconds, new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero)));
}
