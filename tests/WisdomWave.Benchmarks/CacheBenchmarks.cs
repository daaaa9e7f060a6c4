using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Benchmarks;

/// <summary>The cache key of an answer, and the cached answer.</summary>
[MemoryDiagnoser]
public class CacheBenchmarks
{
    private static readonly AnswerOptions Options = new() { ModelId = "gpt-5-mini", MaxOutputTokens = 4_000 };

    private ChatMessage[] _prompt = null!;
    private CachedAnswer _answer = null!;
    private byte[] _stored = null!;

    [Params(1, 60)]
    public int Turns { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var text = Texts.Answer(600);
        _prompt = [.. Enumerable.Range(0, 2 * Turns).Select(number => new ChatMessage(number % 2 == 0 ? ChatRole.User : ChatRole.Assistant, text))];
        _answer = new CachedAnswer(Texts.Answer(2_000), "gpt-5-mini", new TokenUsage(500, 500));
        _stored = CachedAnswerBytes.Of(_answer);
    }

    [Benchmark]
    public string? Key() => CacheKey.For("https://api.openai.com/v1", scope: null, _prompt, Options);

    [Benchmark]
    public byte[] Store() => CachedAnswerBytes.Of(_answer);

    [Benchmark]
    public object? Read() => CachedAnswerBytes.Read(_stored);
}
