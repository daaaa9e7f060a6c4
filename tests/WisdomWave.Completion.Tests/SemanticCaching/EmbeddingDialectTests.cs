using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.SemanticCaching;

/// <summary>Servers whose embeddings differ from OpenAI's format.</summary>
public sealed class EmbeddingDialectTests
{
    private const string Question = "What is the capital of France?";
    private const string Near = "Which city is France's capital?";

    [Fact]
    public async Task VectorsMayBeNumbersThatAreNotNormalized()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await FakeProvider.StartAsync();
        provider.Embed = text => text == Near ? [2, 0.4f, 0] : [3, 0, 0];
        provider.EmbedsAsNumbers = true;
        await using var service = await StartAsync(provider, redis);

        await service.CompleteAsync(CompletionService.Ask(Question));
        await redis.QuestionFamilyAsync(1);

        Assert.Equal(AnswerSource.Cache, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Near))));
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":VECTOR,"index":null,"object":null}],"model":null,"usage":null}""")]
    [InlineData("""{"data":[{"embedding":VECTOR,"index":"0"}],"usage":{"prompt_tokens":3.0,"total_tokens":null}}""")]
    [InlineData("""{"data":[{"embedding":[VECTOR]}]}""")]
    [InlineData("""[{"index":0,"embedding":[VECTOR]}]""")]
    [InlineData("""{"embeddings":[VECTOR]}""")]
    public async Task VectorsAreFoundInEveryDialect(string body)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await FakeProvider.StartAsync();
        provider.Embed = text => text == Near ? [2, 0.4f, 0] : [3, 0, 0];
        provider.EmbeddingBody = vector => body.Replace("VECTOR", System.Text.Json.JsonSerializer.Serialize(vector), StringComparison.Ordinal);
        await using var service = await StartAsync(provider, redis);

        await service.CompleteAsync(CompletionService.Ask(Question));
        await redis.QuestionFamilyAsync(1);

        Assert.Equal(AnswerSource.Cache, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Near))));
    }

    [Theory]
    [InlineData("no endpoint", 1)]
    [InlineData("no vector", 1)]
    [InlineData("no direction", 2)]
    public async Task AMissingOrInvalidVectorDoesNotPreventAnAnswer(string vector, int embedded)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await FakeProvider.StartAsync();
        provider.Embed = vector == "no endpoint" ? null : _ => vector == "no vector" ? [] : [0, 0, 0];
        await using var service = await StartAsync(provider, redis);

        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Question))));
        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Near))));

        Assert.Equal(new() { ["not_embedded"] = 2 }, await service.CountsAsync("wisdomwave_cache_similar_lookups_total", "result"));
        Assert.Equal(embedded, provider.Embedded.Count);
    }

    /// <summary>The clock stands still: a question waits for its vector, and the pause after a failure lasts.</summary>
    private static Task<CompletionService> StartAsync(FakeProvider provider, RedisServer redis) =>
        CompletionService.StartAsync(provider, redis, new FakeTimeProvider(), "--SemanticCache:Enabled=true");
}
