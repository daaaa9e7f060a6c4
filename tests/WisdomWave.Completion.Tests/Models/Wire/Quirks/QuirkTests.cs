using System.Text.Json;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Models.Wire.Quirks;

/// <summary>Servers that reject an optional parameter: the question is answered anyway, and the next one without a rejected request.</summary>
public sealed class QuirkTests
{
    public static readonly IReadOnlyDictionary<string, Rejection> Rejections = new Dictionary<string, Rejection>
    {
        ["max_completion_tokens unknown"] = new(
            request => request.TryGetProperty("max_completion_tokens", out _),
            """{"error":{"message":"Unrecognized request argument supplied: max_completion_tokens","type":"invalid_request_error","param":null,"code":null}}"""),
        ["max_completion_tokens an extra field"] = new(
            request => request.TryGetProperty("max_completion_tokens", out _),
            """{"detail":[{"type":"extra_forbidden","loc":["body","max_completion_tokens"],"msg":"Extra inputs are not permitted","input":77}]}""",
            Status: 422),
        ["max_tokens unknown"] = new(
            request => request.TryGetProperty("max_tokens", out _),
            """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}""",
            Settings: ["--Models:0:Name=gpt-test", "--Models:0:MaxTokensParameter=max_tokens"]),
        ["too high an output limit"] = new(
            request => request.TryGetProperty("max_completion_tokens", out var room) && room.GetInt32() > 50,
            """{"error":{"message":"max_tokens is too large: 77. This model supports at most 50 completion tokens, whereas you provided 77.","type":"invalid_request_error","param":"max_completion_tokens","code":"invalid_value"}}"""),
        ["an output limit outside the range"] = new(
            request => request.TryGetProperty("max_completion_tokens", out var room) && room.GetInt32() > 50,
            """{"error":{"message":"Invalid max_completion_tokens value, the valid range is [1, 50]","type":"invalid_request_error"}}"""),
        ["stream_options"] = new(
            request => request.TryGetProperty("stream_options", out _),
            """{"error":{"message":"Unknown parameter: 'stream_options'.","type":"invalid_request_error","param":"stream_options"}}"""),
        ["the system role"] = new(
            request => request.GetProperty("messages")[0].GetProperty("role").GetString() == "system",
            """{"object":"error","message":"System role not supported","type":"BadRequestError","param":null,"code":400}"""),
        ["developer instructions"] = new(
            request => request.GetProperty("messages")[0].GetProperty("role").GetString() == "system",
            """[{"error":{"code":400,"message":"Developer instruction is not enabled for models/gemma-3-27b-it","status":"INVALID_ARGUMENT"}}]"""),
        ["roles that do not alternate"] = new(
            request => request.GetProperty("messages")[0].GetProperty("role").GetString() == "system",
            """{"error":{"message":"Conversation roles must alternate user/assistant/user/assistant/...","type":"invalid_request_error"}}"""),
        ["roles other than user and assistant"] = new(
            request => request.GetProperty("messages")[0].GetProperty("role").GetString() == "system",
            """{"error":{"message":"'system' is not one of ['user', 'assistant'] - 'messages.0.role'","type":"invalid_request_error"}}"""),
        ["reasoning_effort"] = new(
            request => request.TryGetProperty("reasoning_effort", out _),
            """{"error":{"message":"Unrecognized request argument supplied: reasoning_effort","type":"invalid_request_error"}}"""),
        ["reasoning"] = new(
            request => request.TryGetProperty("reasoning_effort", out _),
            """{"error":{"message":"\"gemma3:4b\" does not support thinking","type":"api_error"}}"""),
        ["minimal effort"] = new(
            request => request.TryGetProperty("reasoning_effort", out var effort) && effort.GetString() == "minimal",
            """{"error":{"message":"Unsupported value: 'reasoning_effort' does not support 'minimal' with this model. Supported values are: 'low', 'medium', and 'high'.","type":"invalid_request_error","param":"reasoning_effort","code":"unsupported_value"}}"""),
    };

    private static readonly CompletionRequest Question = new()
    {
        Model = "gpt-test",
        Messages = [new(PromptRole.System, "Be brief."), new(PromptRole.User, "Pinned"), new(PromptRole.User, "Hi")],
        MaxOutputTokens = 77,
        ReasoningEffort = ReasoningEffort.Minimal,
    };

    public static TheoryData<string> Names => [.. Rejections.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ARejectedParameterIsOmittedInAllLaterRequests(string what)
    {
        var rejection = Rejections[what];
        await using var provider = await FakeProvider.StartAsync((answer, _) =>
            rejection.Rejects(answer.Request) ? answer.JsonAsync(rejection.Error, rejection.Status) : answer.GreetAsync());
        await using var service = await CompletionService.StartAsync(provider, rejection.Settings ?? []);

        var first = await service.CompleteAsync(Question);
        Assert.Equal((FakeProvider.Greeting, 2), (PlaygroundAnswers.TextOf(first), provider.Requests.Count));

        var second = await service.CompleteAsync(Question);
        Assert.Equal((FakeProvider.Greeting, 3), (PlaygroundAnswers.TextOf(second), provider.Requests.Count));
    }

    [Fact]
    public async Task AServerMayHaveAllQuirksTogether()
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) =>
            Rejections.Where(rejection => rejection.Key is not "max_tokens unknown" && rejection.Value.Rejects(answer.Request)).Select(rejection => rejection.Value).FirstOrDefault() is { } rejected
                ? answer.JsonAsync(rejected.Error, rejected.Status)
                : answer.GreetAsync());
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal(FakeProvider.Greeting, PlaygroundAnswers.TextOf(await service.CompleteAsync(Question)));

        var request = provider.Requests.Last();
        Assert.Equal("""[{"role":"user","content":"Be brief.\n\nPinned\n\nHi"}]""", request.GetProperty("messages").GetRawText());
        Assert.Equal(["max_tokens", "messages", "model", "stream"], request.EnumerateObject().Select(property => property.Name).Order());
    }

    [Fact]
    public async Task AQuirkOfOneModelDoesNotAffectAnother()
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) =>
            answer.Request.GetProperty("model").GetString() == "gpt-test" && answer.Request.TryGetProperty("stream_options", out JsonElement _)
                ? answer.JsonAsync(Rejections["stream_options"].Error, 400)
                : answer.GreetAsync());
        await using var service = await CompletionService.StartAsync(provider);

        await service.CompleteAsync(Question);
        await service.CompleteAsync(Question with { Model = "other" });

        Assert.True(provider.Requests.Last().TryGetProperty("stream_options", out _));
    }

    [Fact]
    public async Task AnImageIsKeptWhenTheSystemMessageIsMergedIntoIts()
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) =>
            Rejections["the system role"].Rejects(answer.Request) ? answer.JsonAsync(Rejections["the system role"].Error, 400) : answer.GreetAsync());
        await using var service = await CompletionService.StartAsync(provider);

        await service.CompleteAsync(new()
        {
            Model = "gpt-test",
            Messages = [new(PromptRole.System, "Be brief."), new(PromptRole.User, "What is it?") { Images = [new("image/png", [1, 2, 3])] }],
        });

        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"Be brief."},{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]}]""",
            provider.Requests.Last().GetProperty("messages").GetRawText());
    }

    [Theory]
    [InlineData("""{"error":{"message":"Invalid content","type":"invalid_request_error","param":"messages"}}""")]
    [InlineData("""{"error":{"message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens: reduce max_completion_tokens","code":"context_length_exceeded"}}""")]
    [InlineData("<html>400")]
    public async Task ARequestThatIsRejectedForAnotherReasonIsNotRetried(string error)
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.JsonAsync(error, 400));
        await using var service = await CompletionService.StartAsync(provider);

        Assert.IsType<CompletionFailed>((await service.CompleteAsync(Question))[^1]);
        Assert.Single(provider.Requests);
    }

    public sealed record Rejection(Func<JsonElement, bool> Rejects, string Error, int Status = 400, string[]? Settings = null);
}
