using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Testing;

namespace WisdomWave.Completion.Tests.Completing;

public sealed class CompletionEndpointTests
{
    private static readonly CompletionCompleted Greeted = new(FinishKind.Stop, AnswerSource.Provider, "gpt-test-2026", new TokenUsage(21, 5, 3));

    [Fact]
    public async Task AnAnswerIsStreamedWithItsUsage()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider);

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(FakeProvider.Greeting, Text(events));
        Assert.Equal(Greeted, events[^1]);
        Assert.All(events[..^1], e => Assert.IsType<CompletionDelta>(e));
    }

    [Fact]
    public async Task TheProviderGetsThePromptTheModelAndTheTokenLimit()
    {
        string? authorization = null;
        await using var provider = await FakeProvider.StartAsync((answer, _) =>
        {
            authorization = answer.Authorization;
            return answer.GreetAsync();
        });
        await using var service = await CompletionService.StartAsync(provider);

        await service.CompleteAsync(new()
        {
            Model = "gpt-test",
            Messages = [new(PromptRole.System, "Be kind."), new(PromptRole.User, "Hi"), new(PromptRole.Assistant, "Hello"), new(PromptRole.User, "Кто ты?")],
            MaxOutputTokens = 77,
        });

        Assert.Equal("Bearer sk-test-0123456789", authorization);
        AssertJson(
            """
            {"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Кто ты?"}],
             "max_completion_tokens":77,"stream":true,"stream_options":{"include_usage":true},"model":"gpt-test"}
            """,
            Assert.Single(provider.Requests));
    }

    [Fact]
    public async Task AnImageIsSentToTheProviderWithItsText()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider);
        var image = new PromptImage("image/png", [1, 2, 3]);

        await service.CompleteAsync(CompletionService.Ask() with
        {
            Messages = [new(PromptRole.User, "What is this?") { Images = [image] }, new(PromptRole.Assistant, "A cat"), new(PromptRole.User, "") { Images = [image] }],
        });

        AssertJson(
            """
            [{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]},
             {"role":"assistant","content":"A cat"},
             {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]}]
            """,
            Assert.Single(provider.Requests).GetProperty("messages"));
    }

    [Fact]
    public async Task AnOlderServerGetsMaxTokens()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, "--Models:0:Name=gpt-test", "--Models:0:MaxTokensParameter=max_tokens");

        await service.CompleteAsync(CompletionService.Ask() with { MaxOutputTokens = 77 });

        var request = Assert.Single(provider.Requests);
        Assert.Equal(77, request.GetProperty("max_tokens").GetInt32());
        Assert.False(request.TryGetProperty("max_completion_tokens", out _));
        Assert.Equal("gpt-test", request.GetProperty("model").GetString());
    }

    [Fact]
    public async Task ADeltaIsSentBeforeTheNextOneIsAvailable()
    {
        var goOn = new TaskCompletionSource();
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            await answer.RoleAsync();
            await answer.TextAsync("Wait");
            await goOn.Task;
            await answer.FinishAsync("stop");
        });
        await using var service = await CompletionService.StartAsync(provider);

        using var response = await service.SendAsync(CompletionService.Ask());
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(body);

        Assert.Equal("event: call-started", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("""data: {"type":"call-started","isFallback":false,"isJoined":false}""", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("event: delta", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("""data: {"type":"delta","text":"Wait"}""", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        goOn.SetResult();
        Assert.Equal(
            "\nevent: completed\n" + """data: {"type":"completed","finish":"Stop","source":"Provider","model":"gpt-test-2026","usage":{"inputTokens":0,"outputTokens":0,"cachedInputTokens":0,"reasoningTokens":0}}""" + "\n\n",
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TextThatIsAvailableTogetherIsOneDelta()
    {
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            var text = """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"ab"},"finish_reason":null}]}""";
            await answer.DataAsync(string.Join("\n\ndata: ", Enumerable.Repeat(text, 10)));
            await answer.FinishAsync("stop");
        });
        // The clock stands still: a slow machine does not read the chunks further apart.
        await using var service = await CompletionService.StartAsync(provider, new FakeTimeProvider());

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(string.Concat(Enumerable.Repeat("ab", 10)), Text(events));
        Assert.InRange(events.Count, 2, 3);
    }

    [Fact]
    public async Task TokensWithinTheDeltaIntervalShareADelta()
    {
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            for (var i = 0; i < 50; i++)
                await answer.TextAsync("ab");
            await answer.FinishAsync("stop");
        });
        // The clock stands still: the interval after the first delta never ends.
        await using var service = await CompletionService.StartAsync(provider, new FakeTimeProvider());

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(string.Concat(Enumerable.Repeat("ab", 50)), Text(events));
        // The first delta, the rest, and the end.
        Assert.InRange(events.Count, 2, 3);
    }

    [Fact]
    public async Task PendingTextIsSentAfterTheDeltaInterval()
    {
        var firstIsRead = new TaskCompletionSource();
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            await answer.TextAsync("Wait");
            await firstIsRead.Task.WaitAsync(answer.Aborted);
            await answer.TextAsync(" a moment");
            await answer.StallAsync();
        });
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(provider, time);

        var running = service.Start(CompletionService.Ask());
        await Eventually.HoldsAsync(() => running.Text == "Wait", "the first delta is sent at once");
        firstIsRead.SetResult();

        await time.AdvanceUntilAsync(() => running.Text == "Wait a moment", TimeSpan.FromMilliseconds(40), "the rest is sent after the interval");
    }

    [Fact]
    public async Task ReasoningIsNotText()
    {
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            await answer.RoleAsync();
            await answer.ReasoningAsync("They greet me.");
            await answer.TextAsync("Hello");
            await answer.FinishAsync("stop");
        });
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal("Hello", Text(await service.CompleteAsync(CompletionService.Ask())));
    }

    [Fact]
    public async Task StoppingTheServiceCutsTheStreamWithoutAnEndEvent()
    {
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            await answer.TextAsync("Hel");
            await answer.StallAsync();
        });
        var service = await CompletionService.StartAsync(provider);
        using var response = await service.SendAsync(CompletionService.Ask());
        await Eventually.HoldsAsync(() => provider.Requests.Count == 1, "the provider is called");
        var reading = response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        // The provider's answer never ends.
        await service.DisposeAsync().AsTask().WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("completed", await reading);
    }

    [Theory]
    [InlineData("""{"model":"gpt-test"}""")]
    [InlineData("""{"model":" ","messages":[{"role":"User","text":"Hi"}]}""")]
    [InlineData("""{"model":"gpt-test","messages":[]}""")]
    [InlineData("""{"model":"gpt-test","messages":[null]}""")]
    [InlineData("""{"model":"gpt-test","messages":[{"role":"User"}]}""")]
    [InlineData("""{"model":"gpt-test","messages":[{"role":9,"text":"Hi"}]}""")]
    [InlineData("""{"model":"gpt-test","messages":[{"role":"Judge","text":"Hi"}]}""")]
    [InlineData("""{"model":"gpt-test","messages":[{"role":"User","text":"Hi"}],"maxOutputTokens":0}""")]
    [InlineData("""{"model":"gpt-test","messages":[{"role":"User","text":"Hi","images":[{"mediaType":"image/svg+xml","data":"AQID"}]}]}""")]
    [InlineData("""{"model":"gpt-test","messages":[{"role":"User","text":"Hi","images":[{"mediaType":"image/png","data":""}]}]}""")]
    [InlineData("""{"model":"gpt-test","messages":[{"role":"System","text":"Hi","images":[{"mediaType":"image/png","data":"AQID"}]}]}""")]
    [InlineData("{")]
    [InlineData("")]
    public async Task MalformedInputIsAProblem(string body)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider);

        using var response = await service.Http.PostAsync(
            "/completions", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.Empty(provider.Requests);
    }

    private static string Text(IEnumerable<CompletionEvent> events) => string.Concat(events.OfType<CompletionDelta>().Select(d => d.Text));

    private static void AssertJson(string expected, JsonElement actual)
    {
        using var document = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(document.RootElement, actual), actual.GetRawText());
    }
}
