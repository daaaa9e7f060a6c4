using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Delivery;

internal sealed partial class ReplyMessages
{
    private Showing WorkAround(TelegramFailure failure, ShownPart shown)
    {
        switch (failure.Kind)
        {
            // The bot may be let in again; its status says meanwhile what is wrong.
            case TelegramFailureKind.FloodWait or TelegramFailureKind.Unavailable or TelegramFailureKind.Unauthorized or TelegramFailureKind.Conflict:
                return Later(failure);
            case TelegramFailureKind.Migrated:
                MoveTo(failure.NewChatId!.Value);
                return Showing.Again;
            case TelegramFailureKind.MessageGone when shown.MessageId is not null:
                Replace(shown);
                return Showing.Again;
            case TelegramFailureKind.TopicGone when Chat.TopicId is not null:
                Chat = Chat with { TopicId = null };
                return Showing.Again;
            case TelegramFailureKind.ReplyGone when _replyTo is not null:
                _replyTo = null;
                return Showing.Again;
            case TelegramFailureKind.BadRequest when !shown.IsPlain:
                LogPlain(_turn.Id, failure.Reason);
                shown.IsPlain = true;
                return Showing.Again;
            case TelegramFailureKind.ChatClosed:
                LogClosed(_turn.Id, failure.Reason);
                IsClosed = true;
                return new(ShowingResult.Undeliverable);
            default:
                LogRejected(_turn.Id, failure.Reason);
                return new(ShowingResult.Undeliverable);
        }
    }

    private Showing Later(TelegramFailure failure)
    {
        if (failure.Kind != TelegramFailureKind.FloodWait)
            return Showing.Again with { Wait = Backoff.After(++_unavailable) };
        FloodWaits++;
        LogFloodWait(_turn.Id, failure.RetryAfter!.Value.TotalSeconds);
        _bot.Pacer.Hold(Chat, failure.RetryAfter.Value);
        return Showing.Again with { Wait = failure.RetryAfter.Value };
    }

    // Messages have other numbers in the supergroup: what is not final is sent anew there.
    private void MoveTo(long chat)
    {
        Chat = Chat with { Id = chat };
        _replyTo = null;
        _replaced.Clear();
        foreach (var part in _parts.Where(part => !part.IsFinal))
        {
            part.MessageId = null;
            part.Settle();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Telegram wants nothing for the chat of turn {TurnId} for {Seconds} s.")]
    private partial void LogFloodWait(Guid turnId, double seconds);

    [LoggerMessage(LogLevel.Warning, "Telegram does not take a part of turn {TurnId} as it is ({Reason}); it is sent without formatting.")]
    private partial void LogPlain(Guid turnId, string reason);

    [LoggerMessage(LogLevel.Information, "The chat of turn {TurnId} is closed to the bot: {Reason}.")]
    private partial void LogClosed(Guid turnId, string reason);

    [LoggerMessage(LogLevel.Error, "Telegram does not take a part of turn {TurnId} in any form: {Reason}.")]
    private partial void LogRejected(Guid turnId, string reason);
}
