using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.ServiceDefaults.Tests.Telemetry;

public sealed class TraceSelectionTests : IDisposable
{
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(30);

    // Not "WisdomWave.…", to which the services of other tests in this process listen.
    private readonly ActivitySource _source = new($"TraceSelection.{Guid.NewGuid()}");
    private readonly List<TracerProvider> _services = [];

    public void Dispose()
    {
        foreach (var service in _services)
            service.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void ATraceWithAnErrorIsExportedWhole()
    {
        var (selection, exported) = Service(ratio: 0);
        using (_source.StartActivity("receive update"))
        {
            _source.StartActivity("look")?.Dispose();
            using (var call = _source.StartActivity("call"))
                call.Fail("Unavailable");
            _source.StartActivity("afterwards")?.Dispose();
        }

        Assert.Equal(["look", "call", "afterwards", "receive update"], exported.Names);
        Assert.Equal((0, 0), (selection.Waiting, selection.Open));
    }

    [Theory]
    [InlineData(29.9, 0)]
    [InlineData(30, 2)]
    public void ASlowTraceIsExportedWhole(double seconds, int spans)
    {
        var (selection, exported) = Service(ratio: 0);
        using (var update = _source.StartActivity("receive update")!)
        {
            _source.StartActivity("look")?.Dispose();
            update.SetEndTime(update.StartTimeUtc + TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal(spans, exported.Names.Count);
        Assert.Equal((0, 0), (selection.Waiting, selection.Open));
    }

    /// <summary>The span that accepts a message ends long before its turn does, and the turn is not its child in this process.</summary>
    [Fact]
    public void ATraceIsDecidedWhenItsLastSpanInThisProcessEnds()
    {
        var (selection, exported) = Service(ratio: 0);
        var accepting = _source.StartActivity("accept message")!;
        _source.StartActivity("commit")?.Dispose();
        var turn = _source.StartBelow("turn", accepting.Context)!;
        turn.Dispose();
        accepting.Dispose();
        Assert.Equal((0, 0), (selection.Waiting, selection.Open));

        accepting = _source.StartActivity("accept message")!;
        turn = _source.StartBelow("turn", accepting.Context)!;
        Activity.Current = accepting;
        accepting.Dispose();
        Assert.Equal(1, selection.Waiting);
        turn.Fail("bug");
        turn.Dispose();
        Assert.Equal(["accept message", "turn"], exported.Names);
    }

    [Fact]
    public void ALaterSpanOfAnExportedTraceIsExportedToo()
    {
        var (_, exported) = Service(ratio: 0);
        var failed = _source.StartActivity("turn")!;
        failed.Fail("bug");
        failed.Dispose();
        _source.StartBelow("report parts", failed.Context)?.Dispose();
        _source.StartActivity("another turn")?.Dispose();

        Assert.Equal(["turn", "report parts"], exported.Names);
    }

    [Fact]
    public void AllServicesExportTheSameShare()
    {
        var (one, two) = (Service(ratio: 0.5), Service(ratio: 0.5));
        for (var i = 0; i < 200; i++)
        {
            using (_source.StartActivity("receive update"))
                _source.StartActivity("look")?.Dispose();
        }

        Assert.Equal(one.Exported.Traces, two.Exported.Traces);
        // The chance of less is 1 in 10^12.
        Assert.InRange(one.Exported.Traces.Distinct().Count(), 50, 150);
        Assert.All(one.Exported.Traces.CountBy(trace => trace), trace => Assert.Equal(2, trace.Value));
    }

    [Fact]
    public void SpansAndTracesThatNeverEndTakeLittleMemory()
    {
        var (selection, exported) = Service(ratio: 0);
        for (var i = 0; i <= TraceSelection.MostTraces; i++)
        {
            Activity.Current = null;
            _source.StartActivity("never ends");
        }

        Assert.Equal(TraceSelection.MostTraces, selection.Open);
        Activity.Current = null;
        using var root = _source.StartActivity("receive update")!;
        for (var i = 0; i <= TraceSelection.MostSpans; i++)
            _source.StartActivity("edit")?.Dispose();
        Assert.Equal(0, selection.Waiting);
        _source.StartActivity("edit")?.Dispose();
        Assert.Equal(1, selection.Waiting);

        root.Fail("Unavailable");
        root.Dispose();
        Assert.Equal("receive update", exported.Names[^1]);
        Assert.Equal(0, selection.Waiting);
    }

    private (TraceSelection Selection, Exporter Exported) Service(double ratio)
    {
        var exporter = new Exporter();
        var selection = new TraceSelection(exporter, ratio, SlowAfter);
        _services.Add(Sdk.CreateTracerProviderBuilder().AddSource(_source.Name).AddProcessor(selection).Build());
        return (selection, exporter);
    }

    private sealed class Exporter : BaseProcessor<Activity>
    {
        private readonly List<Activity> _spans = [];

        public IReadOnlyList<string> Names => [.. _spans.Select(span => span.DisplayName)];

        public IReadOnlyList<ActivityTraceId> Traces => [.. _spans.Select(span => span.TraceId)];

        public override void OnEnd(Activity data) => _spans.Add(data);
    }
}
