using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Resumes replies that an earlier process left unfinished, but not forever: a reply that keeps crashing the process is first sent
/// without formatting and then replaced by an apology. Each resumed attempt is counted by dialog before it starts; a reply's first
/// delivery is not, so that ordinary replies cost nothing extra.
/// </summary>
internal sealed partial class Redeliveries : IDisposable
{
    /// <summary>Attempts after which formatting is left out, because most code that a reply can crash is in the formatting.</summary>
    private const int PlainFrom = 2;

    private const int SetAsideFrom = 4;

    /// <summary>
    /// How long the service must have run since the end of its startup before it resumes a suspect reply; doubles with each attempt.
    /// Repeated kills from outside must not count against the reply that happens to be in progress, and on a slow machine the startup alone
    /// takes longer than this.
    /// </summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(4);

    /// <summary>A crash happens at once, so a flood wait need not hold up the other suspects longer than this.</summary>
    private static readonly TimeSpan AloneFor = TimeSpan.FromSeconds(5);

    private readonly DialogClient _dialog;
    private readonly TimeProvider _time;
    private readonly ILogger<Redeliveries> _logger;

    /// <summary>Completes when startup has finished, with that time.</summary>
    private readonly TaskCompletionSource<long> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Suspects run one at a time, so that a crash counts against the right one.
    private readonly SemaphoreSlim _suspects = new(1);

    public Redeliveries(DialogClient dialog, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Redeliveries> logger)
    {
        (_dialog, _time, _logger) = (dialog, time, logger);
        lifetime.ApplicationStarted.Register(() => _started.TrySetResult(_time.GetTimestamp()));
    }

    /// <param name="arrival">A reply whose turn has come.</param>
    /// <param name="deliver">Delivers it.</param>
    /// <param name="stopping">Ends waiting.</param>
    /// <param name="aborting">Also ends requests in progress.</param>
    public async Task<DeliveryOutcome> DeliverAsync(
        TurnArrival arrival, Func<TurnArrival, Task<DeliveryOutcome>> deliver, CancellationToken stopping, CancellationToken aborting)
    {
        if (!arrival.IsResumed)
            return await deliver(arrival);
        if (arrival.Turn.Redeliveries == 0)
            return await CountAndDeliverAsync(arrival, deliver, stopping, aborting);

        // Hundreds of replies may wait here, so they must not hold slots.
        arrival.Place?.Park();
        var started = await _started.Task.WaitAsync(stopping);
        var pause = FirstPause * Math.Pow(2, Math.Min(arrival.Turn.Redeliveries, SetAsideFrom) - 1) - _time.GetElapsedTime(started);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, _time, stopping);
        await _suspects.WaitAsync(stopping);
        Task<DeliveryOutcome> running;
        try
        {
            running = CountAndDeliverAsync(arrival, deliver, stopping, aborting);
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

    /// <summary>The arrival with the text to send instead of its reply.</summary>
    public async Task<TurnArrival> SetAsideAsync(TurnArrival arrival, CancellationToken stopping) =>
        arrival with { IsPlain = true, SetAside = (await CountAsync(arrival.Turn.Id, stopping)).SetAside };

    public void Dispose() => _suspects.Dispose();

    private async Task<DeliveryOutcome> CountAndDeliverAsync(
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
            // A clean shutdown: the reply is not to blame. If this request fails, one count too many does no harm.
            if (outcome == DeliveryOutcome.Suspended)
                await ((Task)_dialog.TakeRedeliveryBackAsync(arrival.Turn.Id, aborting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return isSetAside && outcome == DeliveryOutcome.Delivered ? DeliveryOutcome.Failed : outcome;
    }

    private Task<Redelivery> CountAsync(Guid turn, CancellationToken stopping) =>
        Retry.UntilAnsweredAsync(() => _dialog.BeginRedeliveryAsync(turn, stopping), Backoff.ForDialog, _time, stopping);

    [LoggerMessage(LogLevel.Warning, "The reply of turn {TurnId} is sent without formatting: the process ended {Times} times while sending it.")]
    private partial void LogPlain(Guid turnId, int times);

    [LoggerMessage(LogLevel.Error, "The reply of turn {TurnId} is given up: the process ended {Times} times while sending it. The user gets a short apology instead.")]
    private partial void LogSetAside(Guid turnId, int times);
}
