using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.OpenAi;
using WisdomWave.Testing;

namespace WisdomWave.Playground.Tests.OpenAi;

public sealed class CallRecordTests
{
    /// <summary>A caller stops reading at a stream's last event, and a test then expects to find the call.</summary>
    [Theory]
    [InlineData(null, "[DONE]")]
    [InlineData(ModelFaultKind.StreamError, "\"error\"")]
    public async Task ACallIsRecordedBeforeTheLastEventOfItsStreamGoesOut(ModelFaultKind? kind, string lastEvent)
    {
        var (faults, callLog) = (new InjectedFaults(), new CallLog());
        if (kind is { } fault)
            faults.Add(new ModelFault { Kind = fault });
        var recorded = -1;
        await using var answer = new WatchedStream(written =>
        {
            if (written.Contains(lastEvent, StringComparison.Ordinal))
                recorded = callLog.ModelCalls("chat", after: 0).Count;
        });
        var context = new DefaultHttpContext
        {
            Request = { Body = Question() },
            Response = { Body = answer },
        };

        await new ChatCompletions(faults, callLog, new PlaygroundSettings(TimeSpan.Zero, floodLimits: false), TimeProvider.System).CompleteAsync(context);

        Assert.Equal(1, recorded);
        Assert.Single(callLog.ModelCalls("chat", after: 0));
    }

    /// <summary>A caller that gives up may make its next call before this one notices, and tests sort calls by their time.</summary>
    [Fact]
    public async Task ACallIsRecordedWithTheTimeAtWhichItBegan()
    {
        var began = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        var (faults, callLog, time) = (new InjectedFaults(), new CallLog(), new FakeTimeProvider(began));
        faults.Add(new ModelFault { Kind = ModelFaultKind.Hang });
        using var caller = new CancellationTokenSource();
        var context = new DefaultHttpContext { Request = { Body = Question() }, RequestAborted = caller.Token };

        var call = new ChatCompletions(faults, callLog, new PlaygroundSettings(TimeSpan.Zero, floodLimits: false), time).CompleteAsync(context);
        await Eventually.HoldsAsync(() => callLog.Summary().ModelCallsOpen == 1, "the call has begun");
        time.Advance(TimeSpan.FromSeconds(10));
        await caller.CancelAsync();
        await call;

        Assert.Equal(began, Assert.Single(callLog.ModelCalls("chat", after: 0)).At);
    }

    private static MemoryStream Question() => new("""{"model":"m","stream":true,"messages":[{"role":"user","content":"hello"}]}"""u8.ToArray());

    /// <summary>Tells what has been written so far, before each write returns.</summary>
    private sealed class WatchedStream(Action<string> watch) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            watch(Encoding.UTF8.GetString(ToArray()));
        }
    }
}
