using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Telemetry;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Ingress.Delivery;

/// <summary>All replies on their way. Each turn once, however often it is announced; replies to one person in one place in order.</summary>
internal sealed partial class Deliveries(
    DialogClient dialog,
    DialogPresence presence,
    Redeliveries redeliveries,
    IOptions<DeliveryOptions> options,
    GracefulStop stop,
    IngressMetrics metrics,
    TimeProvider time,
    ILoggerFactory loggers) : IDisposable
{
    // The host gives the service 3 s beyond its patience.
    private static readonly TimeSpan LastRequests = TimeSpan.FromSeconds(2);

    /// <summary>The last of them without formatting, in which most of what can go wrong is.</summary>
    private const int MostTries = 3;

    private readonly SemaphoreSlim _slots = new(options.Value.MaxConcurrent);
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (TurnArrival Arrival, Task Delivery)> _running = [];
    private readonly Dictionary<DeliveryLane, Task> _lanes = [];
    private readonly RecentTurns _ended = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly ILogger _logger = loggers.CreateLogger<Deliveries>();

    /// <summary>Room for one more reply: hand it to <see cref="StartAsync"/>, or dispose it.</summary>
    public async Task<IDisposable> WaitForSlotAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        return new Slot(_slots);
    }

    /// <summary>Room for one more reply, as of <see cref="WaitForSlotAsync"/>; null when there is none.</summary>
    public IDisposable? TryTakeSlot() => _slots.Wait(TimeSpan.Zero) ? new Slot(_slots) : null;

    /// <summary>The turns that nobody else is to deliver as long as this process lives.</summary>
    public Guid[] Of(long botId)
    {
        lock (_gate)
        {
            return [.. _running.Values.Where(one => one.Arrival.Turn.BotId == botId).Select(one => one.Arrival.Turn.Id)];
        }
    }

    /// <summary>Begins to deliver, beside the caller. A turn whose delivery is under way, or has just ended, is left to that.</summary>
    public async ValueTask StartAsync(TurnArrival arrival, IDisposable slot)
    {
        lock (_gate)
        {
            // A repeated update may have been answered with what the turn was like before its delivery ended.
            if (!_running.ContainsKey(arrival.Turn.Id) && !_ended.Contains(arrival.Turn.Id))
            {
                var delivery = RunAsync(arrival, slot, arrival.IsLeft ? Task.CompletedTask : _lanes.GetValueOrDefault(arrival.Lane, Task.CompletedTask));
                _running[arrival.Turn.Id] = (arrival, delivery);
                if (!arrival.IsLeft)
                    _lanes[arrival.Lane] = delivery;
                return;
            }
        }

        await LeaveAsync(arrival, slot);
    }

    /// <summary>The person pressed Stop on a draft. Of no effect when its answer is complete by now.</summary>
    public void StopDraft(long botId, long chatId, long draftId)
    {
        lock (_gate)
        {
            foreach (var (turn, (arrival, _)) in _running)
            {
                if (arrival.Turn.BotId == botId && arrival.Turn.Chat.Id == chatId && DraftId.Of(turn) == draftId)
                    arrival.StopAsked.TrySetResult();
            }
        }
    }

    /// <summary>Lets what is being sent be sent and reported; the rest goes on at the next start.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        _aborting.CancelAfter(LastRequests);
        Task[] running;
        lock (_gate)
            running = [.. _running.Values.Select(one => one.Delivery)];
        await Task.WhenAll(running);
        await dialog.GiveBackAsync(_aborting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _slots.Dispose();
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private async Task RunAsync(TurnArrival arrival, IDisposable slot, Task previous)
    {
        // Off the caller's path, and not at its end before it is registered.
        await Task.Yield();
        using var underWay = stop.TryBegin();
        arrival.Activity?.SetTag("wisdomwave.turn.id", arrival.Turn.Id);
        DeliveryOutcome outcome;
        try
        {
            // What may kill the process is begun only when its turn has come: waiting counts against nobody.
            if (arrival.IsResumed)
                await previous;
            outcome = await redeliveries.RunAsync(arrival, counted => InsistAsync(counted, previous), _stopping.Token, _aborting.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            outcome = DeliveryOutcome.Suspended;
        }

        metrics.DeliveryEnded(outcome);
        LogEnded(arrival.Turn.Id, outcome);
        await LeaveAsync(arrival, slot);
        if (arrival.Begun.Task is { IsCompletedSuccessfully: true, Result: var begun })
            await StartBegunAsync(arrival.Bot, begun);
        lock (_gate)
        {
            if (outcome is not (DeliveryOutcome.Elsewhere or DeliveryOutcome.Suspended))
                _ended.Add(arrival.Turn.Id);
            if (_running.Remove(arrival.Turn.Id, out var self) && _lanes.GetValueOrDefault(arrival.Lane) == self.Delivery)
                _lanes.Remove(arrival.Lane);
        }
    }

    private async Task StartBegunAsync(Bot bot, TurnRef begun)
    {
        try
        {
            await StartAsync(new TurnArrival(bot, begun) { ReceivedAt = time.GetTimestamp() }, await WaitForSlotAsync(_stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The next start finds it among the turns that are not delivered.
        }
    }

    private async Task<DeliveryOutcome> InsistAsync(TurnArrival arrival, Task previous)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await DeliverAsync(arrival with { IsPlain = arrival.IsPlain || tries == MostTries }, previous);
            }
            // The edge of a turn's delivery: the others go on, and a stop is not held up by a bug; it ends in the wait below.
            catch (Exception exception) when (exception is not OperationCanceledException || !_stopping.IsCancellationRequested)
            {
                LogFailed(exception, arrival.Turn.Id, tries, MostTries);
                if (tries == MostTries)
                    return await SetAsideAsync(arrival, previous);
                await Task.Delay(Backoff.After(tries), time, _stopping.Token);
            }

            // What has been shown by now is dialog's to know.
            if (await dialog.JoinAsync(arrival.Turn.Id, _stopping.Token) is TurnOpening.Accepted { Stream: var stream })
                arrival = arrival with { Turn = stream.Turn with { PersonId = arrival.Turn.PersonId }, Stream = stream };
            else
                arrival = arrival with { Stream = null };
        }
    }

    /// <summary>Or it would fail again at each start, and hold up those behind it.</summary>
    private async Task<DeliveryOutcome> SetAsideAsync(TurnArrival arrival, Task previous)
    {
        try
        {
            if (arrival.SetAside is null)
                await DeliverAsync(await redeliveries.SetAsideAsync(arrival with { Stream = null }, _stopping.Token), previous);
            return DeliveryOutcome.Failed;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !_stopping.IsCancellationRequested)
        {
            LogNotTold(exception, arrival.Turn.Id);
        }

        var reports = new PartReports(arrival.Turn.Id, dialog, presence, time);
        reports.Add(arrival.Turn.Delivered.Count, messageId: 0, PartState.Last);
        await reports.DrainAsync(_stopping.Token);
        return DeliveryOutcome.Failed;
    }

    private async Task<DeliveryOutcome> DeliverAsync(TurnArrival arrival, Task previous)
    {
        var reader = new AnswerReader(arrival.Turn.Id, dialog, time, loggers.CreateLogger<AnswerReader>());
        using var done = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var reading = reader.ReadAsync(arrival.Stream, done.Token);
        try
        {
            await previous;
            var delivery = new ReplyDelivery(
                arrival, reader.Answer, dialog, presence, options.Value, metrics, time, loggers.CreateLogger<ReplyMessages>());
            var outcome = await delivery.RunAsync(_stopping.Token, _aborting.Token);
            if (reader.Answer.Ended is { IsCompletedSuccessfully: true, Result: AnswerEnd.Replied { Begun: { } begun } })
                arrival.Begun.TrySetResult(begun);
            return outcome;
        }
        finally
        {
            await done.CancelAsync();
            await reading;
        }
    }

    private static async ValueTask LeaveAsync(TurnArrival arrival, IDisposable slot)
    {
        if (arrival.Stream is { } stream)
            await stream.DisposeAsync();
        arrival.Activity?.Dispose();
        slot.Dispose();
    }

    [LoggerMessage(LogLevel.Debug, "Turn {TurnId}: {Outcome}.")]
    private partial void LogEnded(Guid turnId, DeliveryOutcome outcome);

    [LoggerMessage(LogLevel.Error, "The delivery of turn {TurnId} failed, try {Try} of {Tries}; after the last it is set aside.")]
    private partial void LogFailed(Exception exception, Guid turnId, int @try, int tries);

    [LoggerMessage(LogLevel.Error, "The person could not be told that turn {TurnId} is set aside.")]
    private partial void LogNotTold(Exception exception, Guid turnId);

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
