using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace WisdomWave.Playground.Tests.OpenAi;

/// <summary>The scripted model through the OpenAI library.</summary>
public sealed class RealLibraryTests : PlaygroundTest
{
    [Fact]
    public async Task AnAnswerThatDoesNotStreamHasUsage()
    {
        var completion = (await Chat().CompleteChatAsync([new UserChatMessage("my name is Ann")], cancellationToken: Cancellation)).Value;
        Assert.Equal((ChatFinishReason.Stop, "gpt-5-mini", 11, 21), (completion.FinishReason, completion.Model, completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount));
        Assert.StartsWith("Nice to meet you, Ann!", completion.Content[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStreamedAnswerEndsWithAFinishReasonAndUsage()
    {
        var updates = await StreamAsync("show markdown");
        Assert.Contains("```csharp", Text(updates), StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(updates, update => update.FinishReason is not null).FinishReason);
        Assert.Same(updates[^1], Assert.Single(updates, update => update.Usage is not null));
        Assert.True(updates.Count > 30);
    }

    [Fact]
    public async Task ATokenLimitTruncatesTheAnswerWithTheFinishReasonLength()
    {
        var completion = (await Chat().CompleteChatAsync([new UserChatMessage("long 20")], new ChatCompletionOptions { MaxOutputTokenCount = 50 }, Cancellation)).Value;
        Assert.Equal(ChatFinishReason.Length, completion.FinishReason);
        Assert.InRange(completion.Usage.OutputTokenCount, 40, 50);
        Assert.Equal(50, Assert.Single(await Playground.Client.ModelCallsAsync(cancellationToken: Cancellation)).MaxTokens);
    }

    [Fact]
    public async Task ARepeatedLongPromptIsPartlyCached()
    {
        var text = new string('x', 8_000);
        var completion = (await Chat().CompleteChatAsync([new UserChatMessage(text), new AssistantChatMessage("yes"), new UserChatMessage("hello")], cancellationToken: Cancellation)).Value;
        Assert.Equal(1920, completion.Usage.InputTokenDetails.CachedTokenCount);
    }

    [Fact]
    public async Task EmbeddingsAreStableAndSimilarForSimilarTexts()
    {
        var client = Client().GetEmbeddingClient("text-embedding-3-small");
        var vectors = (await client.GenerateEmbeddingsAsync(["the sea is blue", "the sea is very blue", "tax returns are due"], cancellationToken: Cancellation)).Value
            .Select(embedding => embedding.ToFloats().ToArray()).ToList();
        Assert.Equal(1536, vectors[0].Length);
        Assert.InRange(Cosine(vectors[0], vectors[1]), 0.8, 1);
        Assert.InRange(Cosine(vectors[0], vectors[2]), 0, 0.3);

        static double Cosine(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();
    }

    [Fact]
    public async Task AVoiceMessageIsTranscribed()
    {
        using var voice = new MemoryStream(new byte[6_000]);
        var heard = await Client().GetAudioClient("whisper-1").TranscribeAudioAsync(voice, "голос.ogg", cancellationToken: Cancellation);
        Assert.Equal("Привет! Это голосовое сообщение примерно на 3 с, файл голос.ogg. Что ты умеешь?", heard.Value.Text);
    }

    [Theory]
    [InlineData("whisper-1", """{"type":"duration","seconds":3}""")]
    [InlineData("gpt-4o-mini-transcribe", """{"type":"tokens","input_tokens":30,"input_token_details":{"text_tokens":0,"audio_tokens":30},"output_tokens":20,"total_tokens":50}""")]
    public async Task TranscriptionIsBilledByDurationOrByTokens(string model, string usage)
    {
        using var voice = new MemoryStream(new byte[6_000]);
        var heard = await Client().GetAudioClient(model).TranscribeAudioAsync(voice, "voice.ogg", cancellationToken: Cancellation);
        Assert.EndsWith($",\"usage\":{usage}}}", heard.GetRawResponse().Content.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelsAreListed()
    {
        var models = (await Client().GetOpenAIModelClient().GetModelsAsync(Cancellation)).Value;
        Assert.Contains("gpt-5-mini", models.Select(model => model.Id));
    }

    [Fact]
    public async Task AKeyIsRequiredButAnyKeyIsValid()
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(Playground.Address, "v1/models"), Cancellation);
        Assert.Equal(401, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("context_length_exceeded", 400)]
    [InlineData("insufficient_quota", 429)]
    [InlineData("rate_limit_exceeded", 429)]
    [InlineData("invalid_api_key", 401)]
    [InlineData("model_not_found", 404)]
    [InlineData("server_error", 500)]
    public async Task AnInjectedErrorHasItsStatusAndCode(string code, int status)
    {
        await Playground.Client.FailAsync(new Playground.Faults.ModelFault { Code = code, RetryAfter = 7 }, Cancellation);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => StreamAsync("hello"));
        var raw = error.GetRawResponse()!;
        Assert.Equal((status, "7"), (error.Status, raw.Headers.TryGetValue("Retry-After", out var wait) ? wait : null));
        Assert.Contains($"\"code\":\"{code}\"", raw.Content.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Hello!", Text(await StreamAsync("hello")), StringComparison.Ordinal);
    }

    private ChatClient Chat() => Client().GetChatClient("gpt-5-mini");

    private OpenAIClient Client() => new(
        new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = Playground.OpenAiAddress, RetryPolicy = new ClientRetryPolicy(0) });

    private async Task<List<StreamingChatCompletionUpdate>> StreamAsync(string question)
    {
        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in Chat().CompleteChatStreamingAsync([new UserChatMessage(question)], cancellationToken: Cancellation))
            updates.Add(update);
        return updates;
    }

    private static string Text(IEnumerable<StreamingChatCompletionUpdate> updates) =>
        string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text));
}
