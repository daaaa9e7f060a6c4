using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Delivery;

internal sealed partial class ReplyMessages
{
    private SendResult HandleFailure(TelegramFailure failure, ShownPart shown)
    {
        switch (failure.Kind)
        {
            // The token may become valid again; meanwhile the bot's status reports the problem.
            case TelegramFailureKind.FloodWait or TelegramFailureKind.Unavailable or TelegramFailureKind.Unauthorized or TelegramFailureKind.Conflict:
                return Later(failure);
            case TelegramFailureKind.Migrated:
                MoveTo(failure.NewChatId!.Value);
                return SendResult.Retry;
            case TelegramFailureKind.MessageGone when shown.MessageId is not null:
                Replace(shown);
                return SendResult.Retry;
            case TelegramFailureKind.TopicGone when Chat.TopicId is not null:
                Chat = Chat with { TopicId = null };
                return SendResult.Retry;
            case TelegramFailureKind.ReplyGone when _replyTo is not null:
                _replyTo = null;
                return SendResult.Retry;
            case TelegramFailureKind.BadRequest when !shown.IsPlain:
                LogPlain(_turn.Id, failure.Reason);
                shown.IsPlain = true;
                return SendResult.Retry;
            case TelegramFailureKind.ChatClosed:
                LogClosed(_turn.Id, failure.Reason);
                IsClosed = true;
                return new(SendStatus.Undeliverable);
            default:
                LogRejected(_turn.Id, failure.Reason);
                return new(SendStatus.Undeliverable);
        }
    }

    private SendResult Later(TelegramFailure failure)
    {
        if (failure.Kind != TelegramFailureKind.FloodWait)
            return SendResult.Retry with { Wait = Backoff.After(++_unavailable) };
        FloodWaits++;
        LogFloodWait(failure.RetryAfter!.Value.TotalSeconds, _turn.Id);
        _bot.Pacer.Hold(Chat, failure.RetryAfter.Value);
        return SendResult.Retry with { Wait = failure.RetryAfter.Value };
    }

    // Message ids differ in the supergroup, so parts that are not final are sent again there.
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

    [LoggerMessage(LogLevel.Warning, "Telegram asks to wait {Seconds} s before the next message in the chat of turn {TurnId}.")]
    private partial void LogFloodWait(double seconds, Guid turnId);

    [LoggerMessage(LogLevel.Warning, "Telegram rejects the formatting of a part of turn {TurnId} ({Reason}); sending it without formatting.")]
    private partial void LogPlain(Guid turnId, string reason);

    [LoggerMessage(LogLevel.Information, "The chat of turn {TurnId} is closed to the bot: {Reason}.")]
    private partial void LogClosed(Guid turnId, string reason);

    [LoggerMessage(LogLevel.Error, "Telegram rejects a part of turn {TurnId} even without formatting: {Reason}.")]
    private partial void LogRejected(Guid turnId, string reason);
}
