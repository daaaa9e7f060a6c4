using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Receiving;

/// <summary>The message with the pressed button.</summary>
internal sealed partial class PressedMessage(Bot bot, ButtonPress press, TimeProvider time, ILogger logger)
{
    private const int Tries = 5;

    /// <summary>Replaces the message's text and buttons.</summary>
    public async Task ReplaceAsync(Reply reply, CancellationToken cancellationToken)
    {
        // Only the part that fits into this one message.
        if (ReplyRenderer.Render(reply) is not [var text, ..])
            return;
        var request = new EditMessageTextRequest
        {
            ChatId = press.Chat.Id,
            MessageId = press.MessageId,
            Text = text.Text,
            Entities = MessageEntities.Of(text),
            LinkPreviewOptions = new LinkPreviewOptions { IsDisabled = true },
            ReplyMarkup = Keyboards.Of(reply.Buttons),
        };
        for (var failures = 1; ; failures++)
        {
            await bot.Pacer.TakeAsync(press.Chat, SendPriority.Ending, waitsForChat: null, cancellationToken);
            var (_, failure) = await bot.Api.SendAsync(request, cancellationToken);
            switch (failure?.Kind)
            {
                case null or TelegramFailureKind.NotModified:
                    return;
                case TelegramFailureKind.FloodWait when failures < Tries:
                    bot.Pacer.Hold(press.Chat, failure.RetryAfter!.Value);
                    break;
                case TelegramFailureKind.Unavailable when failures < Tries:
                    await Task.Delay(Backoff.After(failures), time, cancellationToken);
                    break;
                case TelegramFailureKind.BadRequest when request.Entities is not null:
                    request.Entities = null;
                    break;
                default:
                    LogNotReplaced(bot.Options.Name, press.UpdateId, failure.Reason);
                    return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The result of update {UpdateId} of {Bot}, a button press, could not be shown: {Reason}.")]
    private partial void LogNotReplaced(string bot, long updateId, string reason);
}
