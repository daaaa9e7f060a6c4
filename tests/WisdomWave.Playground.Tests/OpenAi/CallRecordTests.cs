using System.Text;
using Microsoft.AspNetCore.Http;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.OpenAi;

namespace WisdomWave.Playground.Tests.OpenAi;

/// <summary>A caller stops reading at a stream's last event, and a test then expects to find the call.</summary>
public sealed class CallRecordTests
{
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
            Request = { Body = new MemoryStream("""{"model":"m","stream":true,"messages":[{"role":"user","content":"hello"}]}"""u8.ToArray()) },
            Response = { Body = answer },
        };

        await new ChatCompletions(faults, callLog, new PlaygroundSettings(TimeSpan.Zero, floodLimits: false), TimeProvider.System).CompleteAsync(context);

        Assert.Equal(1, recorded);
        Assert.Single(callLog.ModelCalls("chat", after: 0));
    }

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
