using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Goes on with replies that an earlier process has left, but not for ever: one that no process survives is sent without formatting,
/// and then a sentence in its place. Each such beginning is counted before it happens; the first delivery of a reply is not, so that
/// ordinary ones pay nothing for this.
/// </summary>
internal sealed partial class Redeliveries : IDisposable
{
    /// <summary>Formatting is where most of the code is that a reply can reach.</summary>
    private const int PlainFrom = 2;

    private const int SetAsideFrom = 4;

    /// <summary>
    /// How long the service must have run, counted from the end of its start, before it goes on with a suspect; twice as long each
    /// further time. A process that is killed from outside again and again must not count that against the reply that happens to be
    /// on its way each time, and on a slow machine the start itself takes longer than this.
    /// </summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(4);

    /// <summary>What kills a process does so at once; a flood wait must not hold up the other suspects.</summary>
    private static readonly TimeSpan AloneFor = TimeSpan.FromSeconds(5);

    private readonly DialogClient _dialog;
    private readonly TimeProvider _time;
    private readonly ILogger<Redeliveries> _logger;

    /// <summary>Completes at the end of the start, with its time.</summary>
    private readonly TaskCompletionSource<long> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One after the other, so that no innocent neighbour is counted with the guilty one.
    private readonly SemaphoreSlim _suspects = new(1);

    public Redeliveries(DialogClient dialog, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Redeliveries> logger)
    {
        (_dialog, _time, _logger) = (dialog, time, logger);
        lifetime.ApplicationStarted.Register(() => _started.TrySetResult(_time.GetTimestamp()));
    }

    /// <param name="arrival">A reply that is the next in its place.</param>
    /// <param name="deliver">Brings it to its chat.</param>
    /// <param name="stopping">Ends the waiting.</param>
    /// <param name="aborting">Ends everything.</param>
    public async Task<DeliveryOutcome> RunAsync(
        TurnArrival arrival, Func<TurnArrival, Task<DeliveryOutcome>> deliver, CancellationToken stopping, CancellationToken aborting)
    {
        if (!arrival.IsResumed)
            return await deliver(arrival);
        if (arrival.Turn.Redeliveries == 0)
            return await CountAndRunAsync(arrival, deliver, stopping, aborting);

        // Hundreds may wait here for each other.
        arrival.Place?.Park();
        var started = await _started.Task.WaitAsync(stopping);
        var pause = FirstPause * Math.Pow(2, Math.Min(arrival.Turn.Redeliveries, SetAsideFrom) - 1) - _time.GetElapsedTime(started);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, _time, stopping);
        await _suspects.WaitAsync(stopping);
        Task<DeliveryOutcome> running;
        try
        {
            running = CountAndRunAsync(arrival, deliver, stopping, aborting);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(running, Task.Delay(AloneFor, _time, waiting.Token));
            await waiting.CancelAsync();
        }
        finally
        {
            _suspects.Release();
        }

        return await running;
    }

    /// <summary>The arrival with what is to be sent in the place of its reply.</summary>
    public async Task<TurnArrival> SetAsideAsync(TurnArrival arrival, CancellationToken stopping) =>
        arrival with { IsPlain = true, SetAside = (await CountAsync(arrival.Turn.Id, stopping)).SetAside };

    public void Dispose() => _suspects.Dispose();

    private async Task<DeliveryOutcome> CountAndRunAsync(
        TurnArrival arrival, Func<TurnArrival, Task<DeliveryOutcome>> deliver, CancellationToken stopping, CancellationToken aborting)
    {
        var counted = await CountAsync(arrival.Turn.Id, stopping);
        var isSetAside = counted.Before >= SetAsideFrom;
        if (isSetAside)
            LogSetAside(arrival.Turn.Id, counted.Before);
        else if (counted.Before >= PlainFrom)
            LogPlain(arrival.Turn.Id, counted.Before);
        var outcome = DeliveryOutcome.Suspended;
        try
        {
            outcome = await deliver(arrival with { IsPlain = counted.Before >= PlainFrom, SetAside = isSetAside ? counted.SetAside : null });
        }
        finally
        {
            // The process ends in good order, and the reply is not to blame. One more than there were does no harm.
            if (outcome == DeliveryOutcome.Suspended)
                await ((Task)_dialog.TakeRedeliveryBackAsync(arrival.Turn.Id, aborting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return isSetAside && outcome == DeliveryOutcome.Delivered ? DeliveryOutcome.Failed : outcome;
    }

    private async Task<Redelivery> CountAsync(Guid turn, CancellationToken stopping)
    {
        Redelivery? counted;
        for (var failures = 1; (counted = await _dialog.BeginRedeliveryAsync(turn, stopping)) is null; failures++)
            await Task.Delay(Backoff.ForDialog(failures), _time, stopping);
        return counted;
    }

    [LoggerMessage(LogLevel.Warning, "Turn {TurnId} is sent without formatting: {Times} times the process ended while its reply was sent.")]
    private partial void LogPlain(Guid turnId, int times);

    [LoggerMessage(LogLevel.Error, "Turn {TurnId} is set aside: {Times} times the process ended while its reply was sent. The person gets a sentence instead.")]
    private partial void LogSetAside(Guid turnId, int times);
}
