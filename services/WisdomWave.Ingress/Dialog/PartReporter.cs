using System.Diagnostics;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Dialog;

/// <summary>
/// Sends the part reports of all deliveries to dialog, one request at a time: reports that come while a request is in progress go
/// together in the next one. A single report goes at once; under load, dozens share a request.
/// </summary>
internal sealed partial class PartReporter(DialogClient dialog, ILogger<PartReporter> logger)
{
    /// <summary>About 40 KB of JSON. Each delivery has at most one report here, so that the queue stays short.</summary>
    private const int MaxReports = 256;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = [];
    private bool _isSending;

    /// <exception cref="OperationCanceledException">Only the wait was cancelled: the report may still be sent.</exception>
    public Task<ReportResult> ReportAsync(Guid turn, int part, PartReport report, CancellationToken cancellationToken)
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

        return waiting.Result.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Logs that a report is not sent any more.</summary>
    public void GiveUp(Guid turn, int part, PartState state) => LogGivenUp(turn, part, state);

    private async Task SendWaitingAsync()
    {
        // Outside the lock, and outside the trace of the delivery that reports first.
        await Task.Yield();
        Activity.Current = null;
        while (TakeWaiting() is { Length: > 0 } reports)
            await SendAsync(reports);
    }

    private async Task SendAsync(Waiting[] reports)
    {
        try
        {
            using var activity = IngressTracing.IsListened ? IngressTracing.ReportParts(Array.ConvertAll(reports, report => report.Delivery)) : null;
            switch (await dialog.ReportAsync(Array.ConvertAll(reports, report => report.Report), CancellationToken.None))
            {
                case ReportsResult.Taken { Failed: var failed }:
                    for (var i = 0; i < reports.Length; i++)
                        reports[i].Result.SetResult(failed.Contains(i) ? ReportResult.Refused : ReportResult.Stored);
                    return;
                case ReportsResult.Refused refused when reports.Length == 1:
                    LogRefused(reports[0].Report.TurnId, refused.Status);
                    reports[0].Result.SetResult(ReportResult.Refused);
                    return;
                case ReportsResult.Refused:
                    // By halves, a single bad report among n is found in 2 log n requests, and the others are stored.
                    var half = reports.Length / 2;
                    await SendAsync(reports[..half]);
                    await SendAsync(reports[half..]);
                    return;
                default:
                    foreach (var report in reports)
                        report.Result.SetResult(ReportResult.Away);
                    return;
            }
        }
        catch (Exception exception)
        {
            // A bug: the deliveries that wait log it.
            foreach (var report in reports)
                report.Result.TrySetException(exception);
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

        public TaskCompletionSource<ReportResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Warning, "Dialog refused a report about a part of turn {Turn} with status {Status}")]
    private partial void LogRefused(Guid turn, int status);

    [LoggerMessage(LogLevel.Error, "The report that part {Part} of turn {Turn} is {State} is given up, because dialog cannot store it")]
    private partial void LogGivenUp(Guid turn, int part, PartState state);
}
