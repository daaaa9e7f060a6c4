using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Bots;

/// <summary>Lets a bot's admins know that it has started: once, and nothing depends on it.</summary>
internal sealed partial class StartAnnouncement(DialogClient dialog, TimeProvider time, ILogger<StartAnnouncement> logger)
{
    private const int Tries = 5;

    private static readonly LinkPreviewOptions NoPreview = new() { IsDisabled = true };

    private bool _isMade;

    public async Task MakeAsync(Bot bot, CancellationToken cancellationToken)
    {
        if (_isMade)
            return;

        for (var failures = 1; failures <= Tries; failures++)
        {
            if (await dialog.StartedAsync(bot.Identity.Id, BuildVersion.Own with { Username = bot.Identity.Username }, cancellationToken) is { } notices)
            {
                // From here on dialog takes them as sent.
                _isMade = true;
                foreach (var notice in notices)
                    await SendAsync(bot, notice, cancellationToken);
                return;
            }

            await Task.Delay(Backoff.After(failures), time, cancellationToken);
        }
    }

    private async Task SendAsync(Bot bot, StartNotice notice, CancellationToken cancellationToken)
    {
        var request = new SendMessageRequest
        {
            ChatId = notice.ChatId,
            Text = notice.Text,
            LinkPreviewOptions = NoPreview,
            DisableNotification = true,
        };
        for (var failures = 1; failures <= Tries; failures++)
        {
            await bot.Pacer.TakeAsync(new ChatAddress(notice.ChatId, ChatKind.Private), SendPriority.Final, waitsForChat: null, cancellationToken);
            var (_, failure) = await bot.Api.SendAsync(request, cancellationToken);
            if (failure is null)
                return;
            if (failure.MayBeDone || failure.Kind is not (TelegramFailureKind.FloodWait or TelegramFailureKind.Unavailable))
            {
                // Most likely an admin who has never opened a chat with this bot. Sent twice, a notice is worse than none.
                LogNotSent(bot.Options.Name, failure.Reason);
                return;
            }

            await Task.Delay(failure.RetryAfter ?? Backoff.After(failures), time, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Bot} could not tell an admin of its start: {Reason}.")]
    private partial void LogNotSent(string bot, string reason);
}
