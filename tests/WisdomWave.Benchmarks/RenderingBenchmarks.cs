using BenchmarkDotNet.Attributes;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Benchmarks;

/// <summary>An answer as ingress renders and splits it: once for each edit and once at the end.</summary>
[MemoryDiagnoser]
public class RenderingBenchmarks
{
    private Reply _reply = null!;

    /// <summary>Characters.</summary>
    [Params(600, 4_096, 20_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void SetUp() => _reply = new Reply(Texts.Answer(Length));

    [Benchmark]
    public int RenderAndSplit() => ReplyRenderer.Render(_reply).Count;
}
