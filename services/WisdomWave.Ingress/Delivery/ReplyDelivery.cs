using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Rendering;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Brings one turn's reply to its chat, from the first part that is not there yet, and tells dialog of each part.</summary>
internal sealed class ReplyDelivery
{
    private readonly TurnArrival _arrival;
    private readonly StreamedAnswer _answer;
    private readonly ReplyMessages _messages;
    private readonly PartReports _reports;
    private readonly LiveAnswer _live;
    private readonly DialogPresence _presence;
    private readonly IngressMetrics _metrics;
    private readonly TimeProvider _time;
    private CancellationToken _aborting;
    private bool _firstTextShown;

    public ReplyDelivery(
        TurnArrival arrival,
        StreamedAnswer answer,
        DialogClient dialog,
        DialogPresence presence,
        DeliveryOptions options,
        IngressMetrics metrics,
        TimeProvider time,
        ILogger<ReplyMessages> logger)
    {
        _arrival = arrival;
        _answer = answer;
        _presence = presence;
        _metrics = metrics;
        _time = time;
        _messages = new ReplyMessages(arrival.Turn, arrival.Bot, logger);
        _reports = new PartReports(arrival.Turn.Id, dialog, time);
        _live = new LiveAnswer(arrival.Bot, answer, _messages, ShownAsync, options, time);
        _firstTextShown = _messages.HasAny;
    }

    /// <param name="stopping">Ends the waiting; what is under way is finished and reported.</param>
    /// <param name="aborting">Ends everything.</param>
    public async Task<DeliveryOutcome> RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        _aborting = aborting;
        try
        {
            if (_arrival.Turn.Streams)
                await _live.ShowAsync(stopping, aborting);
            var outcome = await _answer.Ended.WaitAsync(stopping) switch
            {
                AnswerEnd.Replied end => await DeliverAsync(end.Reply, stopping),
                AnswerEnd.Delivered => DeliveryOutcome.Delivered,
                _ => DeliveryOutcome.Forgotten,
            };
            await _reports.DrainAsync(stopping);
            return outcome;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await _reports.TryFlushAsync(aborting);
            return DeliveryOutcome.Suspended;
        }
    }

    private async Task<DeliveryOutcome> DeliverAsync(Reply reply, CancellationToken stopping)
    {
        var parts = ReplyRenderer.Render(reply);
        await _messages.DeleteFromAsync(parts.Count, _aborting);
        if (parts.Count == 0)
        {
            _reports.Add(0, messageId: 0, PartState.Last);
            return DeliveryOutcome.Empty;
        }

        for (var part = 0; part < parts.Count; part++)
        {
            if (_messages.IsFinal(part))
                continue;
            switch (await DeliverAsync(part, parts[part], stopping))
            {
                case ShowingResult.Undeliverable:
                    _reports.Add(part, messageId: 0, PartState.Last);
                    return DeliveryOutcome.Undeliverable;
                case ShowingResult.Halted:
                    return DeliveryOutcome.Suspended;
            }

            _messages.Finish(part);
            await ShownAsync(part, part == parts.Count - 1 ? PartState.Last : PartState.Final);
        }

        _metrics.AnswerDelivered(_time.GetElapsedTime(_arrival.ReceivedAt));
        return DeliveryOutcome.Delivered;
    }

    private async Task<ShowingResult> DeliverAsync(int part, FormattedText text, CancellationToken stopping)
    {
        while (!_messages.Shows(part, text, stoppable: false))
        {
            await _arrival.Bot.Pacer.TakeAsync(_messages.Chat, stopping);
            var showing = await _messages.ShowAsync(part, text, stoppable: false, _aborting);
            if (showing.Result != ShowingResult.Again)
                return showing.Result;
            await Task.Delay(showing.Wait, _time, stopping);
        }

        return ShowingResult.Shown;
    }

    private async Task ShownAsync(int part, PartState state)
    {
        if (!_firstTextShown)
        {
            _firstTextShown = true;
            _metrics.FirstTextShown(_time.GetElapsedTime(_arrival.ReceivedAt));
        }

        _reports.Add(part, _messages.MessageIdOf(part)!.Value, state);
        // A dialog that is away is not waited for while there is more to show; what it missed it gets at the end.
        if (!_presence.IsAway)
            await _reports.TryFlushAsync(_aborting);
    }
}
