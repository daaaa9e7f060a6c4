using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Delivery;

/// <content>Sends new messages. Each is announced to dialog before the request, so that an unconfirmed one can be found later.</content>
internal sealed partial class ReplyMessages
{
    /// <summary>Ends the delivery; messages that are still unconfirmed are searched for by the next delivery.</summary>
    public void Leave() => _parts.ForEach(part => part.Settle());

    /// <summary>Finds unconfirmed messages beyond the reply's last part, so that they can be deleted.</summary>
    public async Task FindSurplusAsync(int parts, CancellationToken cancellationToken)
    {
        for (var part = parts; part < _parts.Count; part++)
        {
            using var gate = await _bot.Gates.EnterAsync(Chat.Id, cancellationToken);
            await IsFoundAsync(part, _parts[part], cancellationToken);
        }
    }

    private async Task<SendResult> SendAsync(int part, ShownPart shown, ShownText text, CancellationToken cancellationToken)
    {
        using var gate = await _bot.Gates.EnterAsync(Chat.Id, cancellationToken);
        if (await IsFoundAsync(part, shown, cancellationToken))
            return SendResult.Retry;
        await AnnounceAsync(part, shown, cancellationToken);
        var (message, failure) = await _bot.Api.SendAsync(Send(part, shown, text), cancellationToken);
        var result = await SettleAsync(part, shown, message, failure, cancellationToken);
        if (result.Status == SendStatus.Sent)
            shown.Shown = text;
        return result;
    }

    /// <summary>Whether an earlier unconfirmed send turned out to have succeeded; the part then has its message.</summary>
    private async Task<bool> IsFoundAsync(int part, ShownPart shown, CancellationToken cancellationToken)
    {
        if (shown is not { MessageId: null, SentAbove: { } above })
            return false;
        var lost = await _search.FindAsync(Chat, above, ReplyParametersOf(part)?.MessageId, cancellationToken);
        shown.MessageId = lost.Id;
        // A message that was not found is sent again, and its new id may be anywhere above the ids known then.
        shown.Settle();
        if (lost.MayBeLater)
            shown.MaybeSentAbove ??= above;
        if (shown.MessageId is not { } found)
            return false;
        _bot.Numbers.Note(Chat.Id, found);
        await _reports.NoteAsync(part, found, PartState.Placeholder, cancellationToken);
        return true;
    }

    /// <summary>
    /// Deletes the message of an earlier send that was not found until the part was sent again. If the process ends before this, the chat
    /// keeps both.
    /// </summary>
    private async Task DeleteFirstSendAsync(int part, ShownPart shown, CancellationToken cancellationToken)
    {
        if (shown is not { MaybeSentAbove: { } above, MessageId: { } second })
            return;
        shown.MaybeSentAbove = null;
        if (await _search.FindBelowAsync(Chat, above, second, ReplyParametersOf(part)?.MessageId, cancellationToken) is not { } first)
            return;
        _bot.Numbers.Note(Chat.Id, first);
        if ((await DeleteAsync(first, cancellationToken)).Status != SendStatus.Sent)
            _replaced.Add(first);
    }

    private async Task AnnounceAsync(int part, ShownPart shown, CancellationToken cancellationToken)
    {
        // After a migration, ids of the old chat mean nothing in the supergroup.
        var own = Chat.Id == _turn.Chat.Id ? _parts.Max(other => other.MessageId) ?? _replyTo ?? 0 : 0;
        shown.SentAbove = Math.Max(_bot.Numbers.Highest(Chat.Id), own);
        shown.Unconfirmed = _bot.Numbers.Begin(Chat.Id);
        await _reports.NoteAsync(part, shown.SentAbove.Value, PartState.Sending, cancellationToken);
    }

    private async Task<SendResult> SettleAsync(
        int part, ShownPart shown, Message? message, TelegramFailure? failure, CancellationToken cancellationToken)
    {
        if (failure is { MayBeDone: true })
            return HandleFailure(failure, shown);
        if (message is not null)
            shown.Unconfirmed?.Confirm(message.Id);
        shown.Settle();
        if (failure is not null)
            return HandleFailure(failure, shown);
        shown.MessageId = message!.Id;
        _unavailable = 0;
        await DeleteFirstSendAsync(part, shown, cancellationToken);
        return SendResult.Sent;
    }
}
