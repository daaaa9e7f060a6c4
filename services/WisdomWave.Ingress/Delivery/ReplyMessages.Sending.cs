using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Delivery;

/// <content>New messages: dialog knows of each before Telegram does, so that one whose send was not confirmed can be found again.</content>
internal sealed partial class ReplyMessages
{
    /// <summary>The delivery ends: what is not confirmed by now is looked for by whoever delivers next.</summary>
    public void Leave() => _parts.ForEach(part => part.Settle());

    /// <summary>Looks for unconfirmed messages of parts that the reply does not have, so that they can be deleted.</summary>
    public async Task FindSurplusAsync(int parts, CancellationToken cancellationToken)
    {
        for (var part = parts; part < _parts.Count; part++)
        {
            using var gate = await _bot.Gates.EnterAsync(Chat.Id, cancellationToken);
            await IsFoundAsync(part, _parts[part], cancellationToken);
        }
    }

    private async Task<Showing> SendAsync(int part, ShownPart shown, ShownText text, CancellationToken cancellationToken)
    {
        using var gate = await _bot.Gates.EnterAsync(Chat.Id, cancellationToken);
        if (await IsFoundAsync(part, shown, cancellationToken))
            return Showing.Again;
        await AnnounceAsync(part, shown, cancellationToken);
        var (message, failure) = await _bot.Api.SendAsync(Send(part, shown, text), cancellationToken);
        var showing = Settle(shown, message, failure);
        if (showing.Result == ShowingResult.Shown)
            shown.Shown = text;
        return showing;
    }

    /// <summary>Whether an earlier send turned out to have been carried out; then the part has its message.</summary>
    private async Task<bool> IsFoundAsync(int part, ShownPart shown, CancellationToken cancellationToken)
    {
        if (shown is not { MessageId: null, SentAbove: { } above })
            return false;
        shown.MessageId = await _search.FindAsync(Chat, above, ReplyParametersOf(part)?.MessageId, cancellationToken);
        // What was not found is sent again, and may then be anywhere above what is known now.
        shown.Settle();
        if (shown.MessageId is not { } found)
            return false;
        _bot.Numbers.Note(Chat.Id, found);
        await _reports.NoteAsync(part, found, PartState.Placeholder, cancellationToken);
        return true;
    }

    private async Task AnnounceAsync(int part, ShownPart shown, CancellationToken cancellationToken)
    {
        // Ids of another chat say nothing in a supergroup, where this one has moved to.
        var own = Chat.Id == _turn.Chat.Id ? _parts.Max(other => other.MessageId) ?? _replyTo ?? 0 : 0;
        shown.SentAbove = Math.Max(_bot.Numbers.Highest(Chat.Id), own);
        shown.Unconfirmed = _bot.Numbers.Begin(Chat.Id);
        await _reports.NoteAsync(part, shown.SentAbove.Value, PartState.Sending, cancellationToken);
    }

    private Showing Settle(ShownPart shown, Message? message, TelegramFailure? failure)
    {
        if (failure is { MayBeDone: true })
            return WorkAround(failure, shown);
        if (message is not null)
            shown.Unconfirmed?.Confirm(message.Id);
        shown.Settle();
        if (failure is not null)
            return WorkAround(failure, shown);
        shown.MessageId = message!.Id;
        _unavailable = 0;
        return Showing.Shown;
    }
}
