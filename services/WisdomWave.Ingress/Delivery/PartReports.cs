using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// What a turn has sent and dialog must know, in order. While dialog is away it is remembered here: what has been sent is never sent
/// again for want of a report.
/// </summary>
internal sealed class PartReports(Guid turn, DialogClient dialog, DialogPresence presence, TimeProvider time)
{
    private readonly Queue<(int Part, PartReport Report)> _waiting = [];

    public void Add(int part, int messageId, PartState state) => _waiting.Enqueue((part, new PartReport(messageId, state)));

    /// <summary>Reports one thing more, at once unless dialog is away: it is not waited for while there is more to show.</summary>
    public async Task NoteAsync(int part, int messageId, PartState state, CancellationToken cancellationToken)
    {
        Add(part, messageId, state);
        if (!presence.IsAway)
            await TryFlushAsync(cancellationToken);
    }

    /// <summary>Reports what waits, as far as dialog answers.</summary>
    /// <returns>Whether nothing waits any more.</returns>
    public async Task<bool> TryFlushAsync(CancellationToken cancellationToken)
    {
        while (_waiting.TryPeek(out var next))
        {
            // Any answer will do: a turn that dialog does not know any more needs no reports.
            if (await dialog.ReportAsync(turn, next.Part, next.Report, cancellationToken) is null)
                return false;
            _waiting.Dequeue();
        }

        return true;
    }

    /// <summary>Completes when everything is reported.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (var failures = 1; !await TryFlushAsync(cancellationToken); failures++)
            await Task.Delay(Backoff.ForDialog(failures), time, cancellationToken);
    }
}
