using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;

namespace WisdomWave.Playground.Tests.Faults;

/// <summary>How a stream can fail, seen through the OpenAI library.</summary>
public sealed class ModelFaultTests : PlaygroundTest
{
    [Theory]
    [InlineData(ModelFaultKind.Cut)]
    [InlineData(ModelFaultKind.StreamError)]
    public async Task AStreamCanEndWithoutAFinishReason(ModelFaultKind kind)
    {
        var (text, reason, _) = await FailAsync(kind);
        Assert.Equal(("Hello! I am", null), (text, reason));
        var call = Assert.Single(await Playground.Client.ModelCallsAsync(cancellationToken: Cancellation));
        Assert.Equal(("Hello! I am", null, kind), (call.Answer, call.FinishReason, call.Fault));
    }

    [Theory]
    [InlineData(ModelFaultKind.ContentFilter, "Hello! I am", "ContentFilter", "")]
    [InlineData(ModelFaultKind.Length, "Hello! I am", "Length", "")]
    [InlineData(ModelFaultKind.Refusal, "", "Stop", "I'm sorry, but I can't help with that.")]
    public async Task AStreamEndsWithTheFaultsFinishReason(ModelFaultKind kind, string text, string reason, string refusal) =>
        Assert.Equal((text, reason, refusal), await FailAsync(kind));

    [Fact]
    public async Task AResetIsAConnectionError() => await Assert.ThrowsAnyAsync<IOException>(() => FailAsync(ModelFaultKind.Reset));

    [Theory]
    [InlineData(ModelFaultKind.Stall)]
    [InlineData(ModelFaultKind.Hang)]
    public async Task AStalledCallIsLoggedWhenTheCallerDisconnects(ModelFaultKind kind)
    {
        await Playground.Client.FailAsync(new ModelFault { Kind = kind }, Cancellation);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Playground.Address, "v1/chat/completions"))
        {
            Content = new StringContent("""{"model":"m","stream":true,"messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new("Bearer", "any") },
        };
        var call = http.SendAsync(request, HttpCompletionOption.ResponseContentRead, caller.Token);
        await ModelIsCalledAsync();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var logged = await LoggedCallAsync("chat");
        Assert.Equal((true, kind), (logged.Cancelled, logged.Fault));
    }

    [Fact]
    public async Task AHeldAnswerContinuesWhenTheFaultsAreCleared()
    {
        await Playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = 1 }, Cancellation);
        var answer = StreamAsync();
        await ModelIsCalledAsync();
        Assert.False(answer.IsCompleted);
        await Playground.Client.ClearFaultsAsync(Cancellation);
        Assert.Equal("Stop", (await answer).Reason);
    }

    [Fact]
    public async Task ClearingOneFaultLeavesTheOthers()
    {
        await Playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = 1, Contains = "hello" }, Cancellation);
        await Playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Cut, Contains = "hell" }, Cancellation);
        await Playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Cut, Contains = "hello" }, Cancellation);
        var answer = StreamAsync();
        await ModelIsCalledAsync();

        await Playground.Client.ClearFaultsAsync("hello", Cancellation);

        Assert.Equal("Stop", (await answer).Reason);
        Assert.Null((await StreamAsync()).Reason);
        Assert.Equal("Stop", (await StreamAsync()).Reason);
    }

    [Theory]
    [InlineData(ModelFaultKind.Error, 429)]
    [InlineData(ModelFaultKind.Cut, 429)]
    [InlineData(ModelFaultKind.Html, 502)]
    public async Task FaultsApplyToEmbeddings(ModelFaultKind kind, int status)
    {
        await Playground.Client.FailAsync(new ModelFault { Kind = kind, Code = "rate_limit_exceeded", RetryAfter = 7 }, Cancellation);
        var client = new EmbeddingClient("text-embedding-3-small", new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = Playground.OpenAiAddress, RetryPolicy = new ClientRetryPolicy(0) });
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.GenerateEmbeddingAsync("hello", cancellationToken: Cancellation));
        error.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var wait);
        Assert.Equal((status, kind == ModelFaultKind.Html ? null : "7"), (error.Status, wait));
        Assert.Equal(1536, (await client.GenerateEmbeddingAsync("hello", cancellationToken: Cancellation)).Value.ToFloats().Length);
    }

    [Fact]
    public async Task AHangingEmbeddingIsLoggedWhenTheCallerDisconnects()
    {
        await Playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hang }, Cancellation);
        var client = new EmbeddingClient("text-embedding-3-small", new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = Playground.OpenAiAddress, RetryPolicy = new ClientRetryPolicy(0) });
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var call = client.GenerateEmbeddingAsync("hello", cancellationToken: caller.Token);
        await ModelIsCalledAsync();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var logged = await LoggedCallAsync("embeddings");
        Assert.Equal((true, ModelFaultKind.Hang), (logged.Cancelled, logged.Fault));
    }

    [Fact]
    public async Task AGatewayErrorIsHtml()
    {
        await Playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Html, Status = 503 }, Cancellation);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => StreamAsync());
        Assert.Equal((503, "<html>"), (error.Status, error.GetRawResponse()!.Content.ToString()[..6]));
    }

    [Fact]
    public async Task AFaultWaitsForAMatchingCall()
    {
        await Playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Cut, Contains = "goodbye" }, Cancellation);
        await Playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Cut, Contains = "hello", Skip = 1 }, Cancellation);
        Assert.Equal("Stop", (await StreamAsync()).Reason);
        Assert.Null((await StreamAsync()).Reason);
        Assert.Equal("Stop", (await StreamAsync()).Reason);
        await Playground.Client.ClearFaultsAsync(Cancellation);
    }

    private Task ModelIsCalledAsync() => Eventually.HoldsAsync(
        async () => (await Playground.Client.CallLogSummaryAsync(Cancellation)).ModelCallsOpen == 1, "the model is called");

    private async Task<ModelCallRecord> LoggedCallAsync(string operation)
    {
        IReadOnlyList<ModelCallRecord> calls = [];
        await Eventually.HoldsAsync(
            async () => (calls = await Playground.Client.ModelCallsAsync(operation, Cancellation)).Count > 0, "the call is logged");
        return Assert.Single(calls);
    }

    private async Task<(string Text, string? Reason, string Refusal)> FailAsync(ModelFaultKind kind)
    {
        await Playground.Client.FailAsync(new ModelFault { Kind = kind }, Cancellation);
        return await StreamAsync();
    }

    private async Task<(string Text, string? Reason, string Refusal)> StreamAsync()
    {
        var client = new ChatClient("gpt-5-mini", new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = Playground.OpenAiAddress, RetryPolicy = new ClientRetryPolicy(0) });
        var (text, refusal) = ("", "");
        string? reason = null;
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("hello")], cancellationToken: Cancellation))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            refusal += update.RefusalUpdate;
            reason ??= update.FinishReason?.ToString();
        }

        return (text, reason, refusal);
    }
}
