using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Records what users see of one reply: reports its parts to dialog, and measures the time to its first text once.</summary>
internal sealed class DeliveryProgress(TurnArrival arrival, ReplyMessages messages, PartReports reports, IngressMetrics metrics, TimeProvider time)
{
    private bool _hasText = messages.HasAny;

    /// <summary>A part was sent or edited.</summary>
    public async Task PartShownAsync(int part, PartState state, CancellationToken cancellationToken)
    {
        TextShown();
        // A file that could not be sent has no message.
        await reports.NoteAsync(part, messages.MessageIdOf(part) ?? 0, state, cancellationToken);
    }

    /// <summary>Some text is visible, which need not be a part: drafts are not reported.</summary>
    public void TextShown()
    {
        if (_hasText)
            return;
        _hasText = true;
        metrics.FirstTextShown(arrival.Bot.Options.Name, time.GetElapsedTime(arrival.ReceivedAt));
    }
}
