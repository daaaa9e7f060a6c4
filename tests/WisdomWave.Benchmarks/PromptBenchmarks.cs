using BenchmarkDotNet.Attributes;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Benchmarks;

/// <summary>Token counts and the prompt window of each question.</summary>
[MemoryDiagnoser]
public class PromptBenchmarks
{
    private readonly TokenCounter _counter = new(ModelEncoding.Of("gpt-5-mini"));
    private readonly string _message = Texts.Answer(4_096)[..4_096];
    private readonly string _oneCharacter = new('a', 100_000);
    private RememberedTurn[] _turns = null!;

    [GlobalSetup]
    public void SetUp() => _turns = [.. Enumerable.Range(1, 2_000).Select(number =>
        new RememberedTurn(number, "Why does the tide come back?", "Because of the moon.", 150) { AskedAt = DateTimeOffset.UnixEpoch })];

    [Benchmark]
    public int CountMessage() => _counter.Count(_message);

    [Benchmark]
    public int CountOneCharacter() => _counter.Count(_oneCharacter);

    /// <summary>A conversation of 2,000 turns that no longer fits.</summary>
    [Benchmark]
    public object Window()
    {
        var window = new PromptWindow(new PromptBudget(200_000, systemTokens: 20), _turns);
        window.MakeRoom(questionTokens: 100);
        return window;
    }
}
