using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Tests.Fakes;

/// <summary>A turn of the fake dialog: the test writes its events, ingress follows them.</summary>
public sealed class FakeTurn(InboundMessage? question, TurnRef turn)
{
    private readonly Lock _gate = new();
    private readonly List<TurnEvent> _events = [];
    private readonly Channel<(int Part, PartReport Report)> _reports = Channel.CreateUnbounded<(int, PartReport)>();
    private TaskCompletionSource _changed = NewSignal();
    private int _cuts;
    private int _openStreams;

    /// <summary>The posted message; throws for a turn without one.</summary>
    public InboundMessage Question => question ?? throw new InvalidOperationException("No message started this turn.");

    public TurnRef Turn { get; set; } = turn;

    public int Joins { get; private set; }

    /// <summary>The event streams that ingress has open now.</summary>
    public int OpenStreams => Volatile.Read(ref _openStreams);

    public bool IsStopped { get; set; }

    public void Delta(string text) => Add(new TurnDelta(text));

    public void Restart() => Add(new TurnRestarted());

    public void Complete(string markdown, string? footnote = null) => Add(new TurnCompleted(new Reply(markdown, footnote)));

    public void Complete(Reply reply, TurnRef begun) => Add(new TurnCompleted(reply) { Started = begun });

    public void Complete(Reply reply) => Add(new TurnCompleted(reply));

    public void Fail(string markdown) => Add(new TurnFailed(FailureKind.Unavailable, new Reply(markdown)));

    /// <summary>Interrupts all open event streams.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _cuts++;
            Signal();
        }
    }

    /// <summary>The next part report, in order of arrival.</summary>
    public async Task<(int Part, PartReport Report)> NextReportAsync() =>
        await _reports.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Eventually.Limit);

    /// <summary>All part reports up to the last part's.</summary>
    public async Task<IReadOnlyList<(int Part, PartReport Report)>> ReportsAsync()
    {
        var reports = new List<(int Part, PartReport Report)>();
        do
            reports.Add(await NextReportAsync());
        while (reports[^1].Report.State != PartState.Last);
        return reports;
    }

    /// <summary>The announced sends, by part. <see cref="NextReportAsync"/> does not return them.</summary>
    public ConcurrentQueue<(int Part, int Above)> Announced { get; } = [];

    internal void Report(int part, PartReport report)
    {
        if (report.State == PartState.Sending)
            Announced.Enqueue((part, report.MessageId));
        else
            _reports.Writer.TryWrite((part, report));
    }

    internal async IAsyncEnumerable<TurnEvent> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int cuts;
        lock (_gate)
        {
            cuts = _cuts;
            // First, so that nobody sees a join without its open stream.
            Interlocked.Increment(ref _openStreams);
            Joins++;
        }

        try
        {
            yield return new TurnAccepted(Turn);
            for (var position = 0; ;)
            {
                TurnEvent? next = null;
                Task changed;
                lock (_gate)
                {
                    if (_cuts != cuts)
                        yield break;
                    if (position < _events.Count)
                        next = _events[position++];
                    changed = _changed.Task;
                }

                if (next is not null)
                    yield return next;
                else
                    await changed.WaitAsync(cancellationToken);
                if (next is TurnCompleted or TurnFailed)
                    yield break;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _openStreams);
        }
    }

    private void Add(TurnEvent happened)
    {
        lock (_gate)
        {
            _events.Add(happened);
            Signal();
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
