using System.Diagnostics;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Dialog;

/// <summary>
/// Sends the part reports of all deliveries to dialog, one request at a time: reports that come while a request is in progress go
/// together in the next one. A single report goes at once; under load, dozens share a request.
/// </summary>
internal sealed class PartReporter(DialogClient dialog)
{
    /// <summary>About 40 KB of JSON. Each delivery has at most one report here, so that the queue stays short.</summary>
    private const int MaxReports = 256;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = [];
    private bool _isSending;

    /// <returns>True when dialog has stored the report; false while dialog is unreachable, or if it cannot store this report.</returns>
    /// <exception cref="OperationCanceledException">Only the wait was cancelled: the report may still be sent.</exception>
    public Task<bool> ReportAsync(Guid turn, int part, PartReport report, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(new TurnPartReport(turn, part, report));
        lock (_gate)
        {
            _waiting.Enqueue(waiting);
            if (!_isSending)
            {
                _isSending = true;
                _ = SendWaitingAsync();
            }
        }

        return waiting.Stored.Task.WaitAsync(cancellationToken);
    }

    private async Task SendWaitingAsync()
    {
        // Outside the lock, and outside the trace of the delivery that reports first.
        await Task.Yield();
        Activity.Current = null;
        while (TakeWaiting() is { Length: > 0 } reports)
        {
            using var activity = IngressTracing.IsListened ? IngressTracing.ReportParts(Array.ConvertAll(reports, report => report.Delivery)) : null;
            try
            {
                var failed = await dialog.ReportAsync(Array.ConvertAll(reports, report => report.Report), CancellationToken.None);
                for (var i = 0; i < reports.Length; i++)
                    reports[i].Stored.SetResult(failed is not null && !failed.Contains(i));
            }
            catch (Exception exception)
            {
                // A bug: the deliveries that wait log it.
                foreach (var report in reports)
                    report.Stored.TrySetException(exception);
            }
        }
    }

    private Waiting[] TakeWaiting()
    {
        lock (_gate)
        {
            var reports = new Waiting[Math.Min(_waiting.Count, MaxReports)];
            for (var i = 0; i < reports.Length; i++)
                reports[i] = _waiting.Dequeue();
            _isSending = reports.Length > 0;
            return reports;
        }
    }

    private sealed record Waiting(TurnPartReport Report)
    {
        /// <summary>The span of the delivery; null while no traces are exported.</summary>
        public Activity? Delivery { get; } = Activity.Current;

        public TaskCompletionSource<bool> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
