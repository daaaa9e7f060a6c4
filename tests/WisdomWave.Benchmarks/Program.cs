using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

// In this process: the projects that BenchmarkDotNet generates do not build with this repository's warnings as errors.
// The limits keep a run within a few minutes.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithIterationTime(TimeInterval.FromMilliseconds(200))
    .WithWarmupCount(5)
    .WithIterationCount(10);
var config = DefaultConfig.Instance.AddJob(job);
BenchmarkSwitcher.FromAssembly(typeof(WisdomWave.Benchmarks.RenderingBenchmarks).Assembly).Run(args, config);
