using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Reports a turn's parts to dialog, in order. While dialog is unreachable the reports are queued, so that a sent part is never sent
/// again just because its report failed. A report that dialog cannot store is given up after some tries, so that the reports behind it
/// are sent and the delivery ends.
/// </summary>
internal sealed class PartReports(Guid turn, PartReporter reporter, DialogPresence presence, TimeProvider time)
{
    private const int MaxRefusals = 5;

    private readonly Queue<(int Part, PartReport Report)> _waiting = [];
    private int _refusals;

    public void Add(int part, int messageId, PartState state) => _waiting.Enqueue((part, new PartReport(messageId, state)));

    /// <summary>Reports one part, immediately unless dialog is unreachable, so that sending does not wait for dialog.</summary>
    public async Task NoteAsync(int part, int messageId, PartState state, CancellationToken cancellationToken)
    {
        Add(part, messageId, state);
        if (!presence.IsAway)
            await TryFlushAsync(cancellationToken);
    }

    /// <summary>Sends queued reports until dialog is unreachable or cannot store one.</summary>
    /// <returns>True when the queue is empty.</returns>
    public async Task<bool> TryFlushAsync(CancellationToken cancellationToken)
    {
        while (_waiting.TryPeek(out var next))
        {
            switch (await reporter.ReportAsync(turn, next.Part, next.Report, cancellationToken))
            {
                case ReportResult.Away:
                case ReportResult.Refused when ++_refusals < MaxRefusals:
                    return false;
                case ReportResult.Refused:
                    reporter.GiveUp(turn, next.Part, next.Report.State);
                    break;
            }

            _refusals = 0;
            _waiting.Dequeue();
        }

        return true;
    }

    /// <summary>Completes when all reports are sent or given up.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) =>
        Retry.UntilAsync(() => TryFlushAsync(cancellationToken), Backoff.ForDialog, time, cancellationToken);
}
