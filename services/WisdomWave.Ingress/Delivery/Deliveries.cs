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
    IOptions<BotsOptions> bots,
    GracefulStop stop,
    IngressMetrics metrics,
    TimeProvider time,
    ILoggerFactory loggers) : IDisposable
{
    // The host gives the service 3 s beyond its patience.
    private static readonly TimeSpan LastRequests = TimeSpan.FromSeconds(2);

    /// <summary>The last of them without formatting, in which most of what can go wrong is.</summary>
    private const int MostTries = 3;

    private readonly DeliverySlots _slots = new(options.Value.MaxConcurrent, bots.Value.Bots.Select(bot => bot.Id));
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (TurnArrival Arrival, Task Delivery)> _running = [];
    private readonly RecentTurns _ended = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly ILogger _logger = loggers.CreateLogger<Deliveries>();

    /// <summary>A place for one more reply, behind those of its lane: hand it to <see cref="StartAsync(TurnArrival, DeliveryPlace)"/>, or dispose it.</summary>
    public DeliveryPlace Enter(DeliveryLane lane) => _slots.Enter(lane);

    /// <summary>The turns that nobody else is to deliver as long as this process lives.</summary>
    public Guid[] Of(long botId)
    {
        lock (_gate)
        {
            return [.. _running.Values.Where(one => one.Arrival.Turn.BotId == botId).Select(one => one.Arrival.Turn.Id)];
        }
    }

    /// <summary>As <see cref="StartAsync(TurnArrival, DeliveryPlace)"/>, at the end of the reply's lane.</summary>
    public ValueTask StartAsync(TurnArrival arrival) => StartAsync(arrival, _slots.Enter(arrival.Lane, arrival.IsLeft));

    /// <summary>Begins to deliver, beside the caller. A turn whose delivery is under way, or has just ended, is left to that.</summary>
    public async ValueTask StartAsync(TurnArrival arrival, DeliveryPlace place)
    {
        if (arrival.Turn is { IsDelivered: true } or { IsTaken: true })
        {
            metrics.DeliveryEnded(arrival.Turn.IsDelivered ? DeliveryOutcome.Delivered : DeliveryOutcome.Elsewhere);
            await LeaveAsync(arrival, place);
            return;
        }

        lock (_gate)
        {
            // A repeated update may have been answered with what the turn was like before its delivery ended.
            if (!_running.ContainsKey(arrival.Turn.Id) && !_ended.Contains(arrival.Turn.Id))
            {
                _running[arrival.Turn.Id] = (arrival, RunAsync(arrival with { Place = place }, place));
                return;
            }
        }

        await LeaveAsync(arrival, place);
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
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private async Task RunAsync(TurnArrival arrival, DeliveryPlace place)
    {
        // Off the caller's path, and not at its end before it is registered.
        await Task.Yield();
        using var underWay = stop.TryBegin();
        arrival.Activity?.SetTag("wisdomwave.turn.id", arrival.Turn.Id);
        DeliveryOutcome outcome;
        try
        {
            // What may end the process begins only when its turn has come: waiting counts against nobody.
            arrival = await WaitAsync(arrival, place);
            outcome = await redeliveries.RunAsync(arrival, InsistAsync, _stopping.Token, _aborting.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            outcome = DeliveryOutcome.Suspended;
        }

        metrics.DeliveryEnded(outcome);
        LogEnded(arrival.Turn.Id, outcome);
        if (arrival.Begun.Task is { IsCompletedSuccessfully: true, Result: var begun })
            await StartAsync(new TurnArrival(arrival.Bot, begun) { ReceivedAt = time.GetTimestamp() });
        lock (_gate)
        {
            if (outcome is not (DeliveryOutcome.Elsewhere or DeliveryOutcome.Suspended))
                _ended.Add(arrival.Turn.Id);
            _running.Remove(arrival.Turn.Id);
        }

        await LeaveAsync(arrival, place);
    }

    /// <summary>Until it is the reply's turn. Meanwhile it holds no connection: dialog keeps the events.</summary>
    private async Task<TurnArrival> WaitAsync(TurnArrival arrival, DeliveryPlace place)
    {
        if (place.Granted.IsCompleted)
            return arrival;
        if (arrival.Stream is { } stream)
            await stream.DisposeAsync();
        arrival = arrival with { Stream = null };
        await place.Granted.WaitAsync(_stopping.Token);
        return arrival;
    }

    private async Task<DeliveryOutcome> InsistAsync(TurnArrival arrival)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await DeliverAsync(arrival with { IsPlain = arrival.IsPlain || tries == MostTries });
            }
            // The edge of a turn's delivery: the others go on, and a stop is not held up by a bug; it ends in the wait below.
            catch (Exception exception) when (exception is not OperationCanceledException || !_stopping.IsCancellationRequested)
            {
                LogFailed(exception, arrival.Turn.Id, tries, MostTries);
                if (tries == MostTries)
                    return await SetAsideAsync(arrival);
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
    private async Task<DeliveryOutcome> SetAsideAsync(TurnArrival arrival)
    {
        try
        {
            if (arrival.SetAside is null)
                await DeliverAsync(await redeliveries.SetAsideAsync(arrival with { Stream = null }, _stopping.Token));
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

    private async Task<DeliveryOutcome> DeliverAsync(TurnArrival arrival)
    {
        var reader = new AnswerReader(arrival.Turn.Id, dialog, time, loggers.CreateLogger<AnswerReader>());
        using var done = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var reading = reader.ReadAsync(arrival.Stream, done.Token);
        try
        {
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

    private static async ValueTask LeaveAsync(TurnArrival arrival, DeliveryPlace place)
    {
        if (arrival.Stream is { } stream)
            await stream.DisposeAsync();
        arrival.Activity?.Dispose();
        place.Dispose();
    }

    [LoggerMessage(LogLevel.Debug, "Turn {TurnId}: {Outcome}.")]
    private partial void LogEnded(Guid turnId, DeliveryOutcome outcome);

    [LoggerMessage(LogLevel.Error, "The delivery of turn {TurnId} failed, try {Try} of {Tries}; after the last it is set aside.")]
    private partial void LogFailed(Exception exception, Guid turnId, int @try, int tries);

    [LoggerMessage(LogLevel.Error, "The person could not be told that turn {TurnId} is set aside.")]
    private partial void LogNotTold(Exception exception, Guid turnId);
}
