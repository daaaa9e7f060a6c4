using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Rendering;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Delivers one turn's reply from the first missing part on, and reports each part to dialog.</summary>
internal sealed class ReplyDelivery
{
    // A leftover message is a blemish, not a loss.
    private const int DeletionTries = 5;

    private readonly TurnArrival _arrival;
    private readonly StreamedAnswer _answer;
    private readonly ReplyMessages _messages;
    private readonly PartReports _reports;
    private readonly ReplyFiles _files;
    private readonly DeliveryProgress _progress;
    private readonly LiveAnswer _live;
    private readonly IngressMetrics _metrics;
    private readonly TimeProvider _time;
    private CancellationToken _aborting;

    public ReplyDelivery(
        TurnArrival arrival,
        StreamedAnswer answer,
        DialogClient dialog,
        PartReporter reporter,
        DialogPresence presence,
        DeliveryOptions options,
        IngressMetrics metrics,
        TimeProvider time,
        ILogger<ReplyMessages> logger)
    {
        _arrival = arrival;
        _answer = answer;
        _metrics = metrics;
        _time = time;
        _reports = new PartReports(arrival.Turn.Id, reporter, presence, time);
        var search = new LostMessageSearch(arrival.Turn, arrival.Bot, dialog, time, logger);
        _messages = new ReplyMessages(arrival.Turn, arrival.Bot, _reports, search, logger);
        _files = new ReplyFiles(arrival.Turn.Id, dialog, logger);
        _progress = new DeliveryProgress(arrival, _messages, _reports, metrics, time);
        _live = new LiveAnswer(arrival, answer, _messages, _progress, dialog, options, time);
    }

    /// <param name="stopping">Ends waiting; requests in progress are finished and reported.</param>
    /// <param name="aborting">Ends everything.</param>
    public async Task<DeliveryOutcome> DeliverTurnAsync(CancellationToken stopping, CancellationToken aborting)
    {
        _aborting = aborting;
        using var present = _arrival.Bot.Pacer.Enter(_messages.Chat);
        try
        {
            if (_arrival is { Turn.Streams: true, IsPlain: false })
                await _live.ShowAsync(stopping, aborting);
            var outcome = await _answer.Ended.WaitAsync(stopping) switch
            {
                StreamOutcome.Replied end => await DeliverAsync(end.Reply, stopping),
                StreamOutcome.Delivered => DeliveryOutcome.Delivered,
                StreamOutcome.Taken => DeliveryOutcome.Elsewhere,
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
        finally
        {
            _messages.Leave();
        }
    }

    private async Task<DeliveryOutcome> DeliverAsync(Reply reply, CancellationToken stopping)
    {
        var parts = _arrival.SetAside is { } sentence ? InPlaceOfTheRest(sentence) : ReplyPart.Of(reply, _arrival.IsPlain, _time.GetUtcNow());
        var last = parts.Count - 1;
        for (var part = 0; part <= last; part++)
        {
            if (_messages.IsFinal(part))
                continue;
            switch (await DeliverAsync(part, parts[part], stopping))
            {
                // One missing file does not hold back the others.
                case SendStatus.Undeliverable when parts[part] is ReplyPart.Text || _messages.IsClosed:
                    _reports.Add(part, messageId: 0, PartState.Last);
                    return DeliveryOutcome.Undeliverable;
            }

            _messages.Finish(part);
            if (part < last)
                await _progress.PartShownAsync(part, PartState.Final, _aborting);
        }

        await _messages.FindSurplusAsync(parts.Count, _aborting);
        var surplus = _messages.TakeSurplus(parts.Count);
        if (surplus.Count > 0 && last >= 0)
        {
            // After a restart during the deletions, the last part must not be sent again.
            await _progress.PartShownAsync(last, PartState.Final, _aborting);
        }

        foreach (var message in surplus)
            await DeleteAsync(message, stopping);
        if (last < 0)
        {
            _reports.Add(0, messageId: 0, PartState.Last);
            return DeliveryOutcome.Empty;
        }

        await _progress.PartShownAsync(last, PartState.Last, _aborting);
        _metrics.AnswerDelivered(_arrival.Bot.Options.Name, _time.GetElapsedTime(_arrival.ReceivedAt));
        return DeliveryOutcome.Delivered;
    }

    /// <summary>Parts already sent stay; the sentence replaces the rest.</summary>
    private List<ReplyPart> InPlaceOfTheRest(string sentence)
    {
        var parts = new List<ReplyPart>();
        while (_messages.IsFinal(parts.Count))
            parts.Add(new ReplyPart.Text(new ShownText(FormattedText.Empty)));
        parts.Add(new ReplyPart.Text(new ShownText(FormattedText.Plain(sentence))));
        return parts;
    }

    private async Task<SendStatus> DeliverAsync(int part, ReplyPart content, CancellationToken stopping)
    {
        while (content is not ReplyPart.Text known || !_messages.Shows(part, known.Shown))
        {
            // Finishing a message that users already see goes before new messages.
            var priority = _messages.MessageIdOf(part) is null ? SendPriority.Final : SendPriority.Ending;
            await _arrival.Bot.Pacer.TakeAsync(_messages.Chat, priority, WaitForChat, stopping);
            var floodWaits = _messages.FloodWaits;
            var result = content switch
            {
                ReplyPart.Text text => await _messages.ShowAsync(part, text.Shown, _aborting),
                _ => await _files.SendAsync(_messages, part, content, _aborting),
            };
            if (result.Status != SendStatus.Retry)
                return result.Status;
            if (_messages.FloodWaits > floodWaits)
                WaitForChat();
            await Task.Delay(result.Wait, _time, stopping);
        }

        return SendStatus.Sent;
    }

    /// <summary>The reply is complete and only waits for its chat, so its slot goes to another reply.</summary>
    private void WaitForChat() => _arrival.Place?.Park();

    private async Task DeleteAsync(int message, CancellationToken stopping)
    {
        for (var tries = 1; tries <= DeletionTries; tries++)
        {
            var result = await _messages.DeleteAsync(message, _aborting);
            if (result.Status != SendStatus.Retry)
                return;
            await Task.Delay(result.Wait, _time, stopping);
        }
    }
}
