using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Telemetry;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Ingress.Delivery;

/// <summary>All replies being delivered: each turn once, however often it is announced, and each lane in order.</summary>
internal sealed partial class Deliveries(
    DialogClient dialog,
    PartReporter reporter,
    DialogPresence presence,
    Redeliveries redeliveries,
    IOptions<DeliveryOptions> options,
    IOptions<BotsOptions> bots,
    GracefulStop stop,
    IngressMetrics metrics,
    TimeProvider time,
    ILoggerFactory loggers) : IDisposable
{
    // The host allows the service 3 s beyond its shutdown timeout.
    private static readonly TimeSpan LastRequests = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a waiting reply keeps its event stream. Someone who asks again at once usually waits only until the last report of the previous
    /// answer is stored, and closing the stream and joining again costs more than the rest of the delivery.
    /// </summary>
    private static readonly TimeSpan StreamPatience = TimeSpan.FromSeconds(1);

    /// <summary>The last attempt sends without formatting, because most code that can fail is in the formatting.</summary>
    private const int MostTries = 3;

    private readonly DeliverySlots _slots = new(options.Value.MaxConcurrent, bots.Value.Bots.Select(bot => bot.Id));
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (TurnArrival Arrival, Task Delivery)> _running = [];
    private readonly RecentTurns _ended = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly ILogger _logger = loggers.CreateLogger<Deliveries>();

    /// <summary>Reserves the next place in a lane. Pass it to <see cref="StartAsync(TurnArrival, DeliveryPlace)"/> or dispose it.</summary>
    public DeliveryPlace Enter(DeliveryLane lane) => _slots.Enter(lane);

    /// <summary>The turns of a bot that this process is delivering; no other process may deliver them.</summary>
    public Guid[] TurnsOf(long botId)
    {
        lock (_gate)
        {
            return [.. _running.Values.Where(one => one.Arrival.Turn.BotId == botId).Select(one => one.Arrival.Turn.Id)];
        }
    }

    /// <summary>The turns of all bots that this process is delivering.</summary>
    public Guid[] Turns()
    {
        lock (_gate)
            return [.. _running.Keys];
    }

    /// <summary>The replies that are being delivered or wait for it, and the age of the oldest, by the name of the bot.</summary>
    public Dictionary<string, (int Replies, TimeSpan OldestAge)> Backlogs()
    {
        var backlogs = new Dictionary<string, (int Replies, TimeSpan OldestAge)>();
        lock (_gate)
        {
            foreach (var (arrival, _) in _running.Values)
            {
                var (replies, oldest) = backlogs.GetValueOrDefault(arrival.Bot.Options.Name);
                var age = time.GetElapsedTime(arrival.ReceivedAt);
                backlogs[arrival.Bot.Options.Name] = (replies + 1, age > oldest ? age : oldest);
            }
        }

        return backlogs;
    }

    /// <summary>Like <see cref="StartAsync(TurnArrival, DeliveryPlace)"/>, with the last place in the reply's lane.</summary>
    public ValueTask StartAsync(TurnArrival arrival) => StartAsync(arrival, _slots.Enter(arrival.Lane, arrival.IsTakenOver));

    /// <summary>Starts a delivery in the background. Does nothing for a turn that is being delivered or was delivered recently.</summary>
    public async ValueTask StartAsync(TurnArrival arrival, DeliveryPlace place)
    {
        if (arrival.Turn is { IsDelivered: true } or { IsTaken: true })
        {
            metrics.DeliveryEnded(arrival.Bot.Options.Name, arrival.Turn.IsDelivered ? DeliveryOutcome.Delivered : DeliveryOutcome.Elsewhere);
            await LeaveAsync(arrival, place);
            return;
        }

        lock (_gate)
        {
            // Dialog may have answered a repeated update from state that it read before the delivery ended.
            if (!_running.ContainsKey(arrival.Turn.Id) && !_ended.Contains(arrival.Turn.Id))
            {
                _running[arrival.Turn.Id] = (arrival, DeliverInLaneAsync(arrival with { Place = place }, place));
                return;
            }
        }

        await LeaveAsync(arrival, place);
    }

    /// <summary>The user pressed Stop on a draft. Has no effect once the answer is complete.</summary>
    public void StopDraft(long botId, long chatId, long draftId)
    {
        lock (_gate)
        {
            foreach (var (turn, (arrival, _)) in _running)
            {
                if (arrival.Turn.BotId == botId && arrival.Turn.Chat.Id == chatId && DraftId.Of(turn) == draftId)
                    arrival.StopRequested.TrySetResult();
            }
        }
    }

    /// <summary>Finishes and reports sends in progress; the remaining parts are delivered after the next start.</summary>
    public async Task DrainAsync()
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

    private async Task DeliverInLaneAsync(TurnArrival arrival, DeliveryPlace place)
    {
        using var activity = IngressTracing.DeliverAnswer(arrival);
        // Leave the caller's path, and do not finish before the delivery is registered.
        await Task.Yield();
        using var underWay = stop.TryBegin();
        DeliveryOutcome outcome;
        try
        {
            // Count a delivery attempt only when the reply's turn has come; waiting must not count against it.
            arrival = await WaitAsync(arrival, place);
            outcome = await redeliveries.DeliverAsync(arrival, RetryAsync, _stopping.Token, _aborting.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            outcome = DeliveryOutcome.Suspended;
        }

        metrics.DeliveryEnded(arrival.Bot.Options.Name, outcome);
        activity.End(outcome);
        LogEnded(arrival.Turn.Id, outcome);
        if (arrival.Started.Task is { IsCompletedSuccessfully: true, Result: var begun })
            await StartAsync(new TurnArrival(arrival.Bot, begun) { ReceivedAt = time.GetTimestamp() });
        lock (_gate)
        {
            if (outcome is not (DeliveryOutcome.Elsewhere or DeliveryOutcome.Suspended))
                _ended.Add(arrival.Turn.Id);
            _running.Remove(arrival.Turn.Id);
        }

        await LeaveAsync(arrival, place);
    }

    /// <summary>Waits for the reply's turn, after a moment without an event stream; dialog keeps the events.</summary>
    private async Task<TurnArrival> WaitAsync(TurnArrival arrival, DeliveryPlace place)
    {
        if (place.Granted.IsCompleted)
            return arrival;
        if (arrival.Stream is { } stream)
        {
            await place.Granted.WaitAsync(StreamPatience, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (place.Granted.IsCompleted)
                return arrival;
            await stream.DisposeAsync();
            arrival = arrival with { Stream = null };
        }

        await place.Granted.WaitAsync(_stopping.Token);
        return arrival;
    }

    private async Task<DeliveryOutcome> RetryAsync(TurnArrival arrival)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await DeliverAsync(arrival with { IsPlain = arrival.IsPlain || tries == MostTries });
            }
            // The outermost handler of a delivery: a bug must not affect other deliveries or block shutdown. The delay below ends on shutdown.
            catch (Exception exception) when (exception is not OperationCanceledException || !_stopping.IsCancellationRequested)
            {
                LogFailed(exception, arrival.Turn.Id, tries, MostTries);
                if (tries == MostTries)
                    return await SetAsideAsync(arrival);
                await Task.Delay(Backoff.After(tries), time, _stopping.Token);
            }

            // Dialog knows which parts were sent before the failure.
            if (await dialog.JoinAsync(arrival.Turn.Id, _stopping.Token) is JoinResult.Accepted { Stream: var stream })
                arrival = arrival with { Turn = stream.Turn with { UserId = arrival.Turn.UserId }, Stream = stream };
            else
                arrival = arrival with { Stream = null };
        }
    }

    /// <summary>Gives up the reply; otherwise it would fail again after each start and block the replies behind it.</summary>
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

        var reports = new PartReports(arrival.Turn.Id, reporter, presence, time);
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
                arrival, reader.Answer, dialog, reporter, presence, options.Value, metrics, time, loggers.CreateLogger<ReplyMessages>());
            var outcome = await delivery.DeliverTurnAsync(_stopping.Token, _aborting.Token);
            if (reader.Answer.Ended is { IsCompletedSuccessfully: true, Result: StreamOutcome.Replied { Started: { } begun } })
                arrival.Started.TrySetResult(begun);
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
        place.Dispose();
    }

    [LoggerMessage(LogLevel.Debug, "Turn {TurnId}: {Outcome}.")]
    private partial void LogEnded(Guid turnId, DeliveryOutcome outcome);

    [LoggerMessage(LogLevel.Error, "Delivery of turn {TurnId} failed (attempt {Try} of {Tries}). After the last attempt the reply is given up.")]
    private partial void LogFailed(Exception exception, Guid turnId, int @try, int tries);

    [LoggerMessage(LogLevel.Error, "The user could not be told that the reply of turn {TurnId} was given up.")]
    private partial void LogNotTold(Exception exception, Guid turnId);
}
