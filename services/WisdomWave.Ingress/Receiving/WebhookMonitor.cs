using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>
/// Registers one bot's webhook with Telegram and checks it periodically. The webhook stays registered on shutdown, so that updates wait
/// at Telegram or go to other replicas.
/// </summary>
internal sealed class WebhookMonitor(TelegramApi api, Webhook webhook, UsernameWatcher name, BotStatus status, TimeProvider time)
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(30);

    /// <summary>Runs until cancelled.</summary>
    public async Task KeepRegisteredAsync(CancellationToken cancellationToken)
    {
        var isSet = false;
        for (var failures = 0; ;)
        {
            var failure = isSet ? await LookAsync(cancellationToken) : await SetAsync(cancellationToken);
            switch (failure)
            {
                case null:
                    if (failures > 0)
                        name.RequestCheck(update: null);
                    (isSet, failures) = (true, 0);
                    await Task.Delay(Watch, time, cancellationToken);
                    break;
                case { Kind: TelegramFailureKind.Unauthorized }:
                    status.SetTokenRejected();
                    await Task.Delay(Backoff.ForToken(++failures), time, cancellationToken);
                    break;
                case { Kind: TelegramFailureKind.Conflict }:
                    // Another process has set a different webhook, or polls and thereby deleted it.
                    isSet = false;
                    status.SetFailing(failure.Reason);
                    await Task.Delay(Backoff.After(++failures), time, cancellationToken);
                    break;
                default:
                    status.SetFailing(failure.Reason);
                    await Task.Delay(failure.RetryAfter ?? (isSet ? Watch : Backoff.After(++failures)), time, cancellationToken);
                    break;
            }
        }
    }

    private async Task<TelegramFailure?> SetAsync(CancellationToken cancellationToken)
    {
        var request = new SetRawWebhookRequest { Url = webhook.Url, SecretToken = webhook.Secret, AllowedUpdates = IncomingUpdate.AllowedTypes };
        var (_, failure) = await api.SendAsync(request, cancellationToken);
        if (failure is null)
            status.SetReceiving();
        return failure;
    }

    private async Task<TelegramFailure?> LookAsync(CancellationToken cancellationToken)
    {
        var (info, failure) = await api.SendAsync(new GetWebhookInfoRequest(), cancellationToken);
        if (failure is not null)
            return failure;
        if (info!.Url != webhook.Url)
            return new(TelegramFailureKind.Conflict, "the webhook was removed or replaced");
        if (IsFailing(info))
            return new(TelegramFailureKind.Unavailable, $"delivery to {webhook.Url} failed: {info.LastErrorMessage}");
        status.SetReceiving();
        return null;
    }

    // Telegram keeps reporting its last failure, dated by its own clock; it only matters if it is recent and updates are waiting.
    private bool IsFailing(WebhookInfo info) =>
        info is { PendingUpdateCount: > 0, LastErrorDate: { } failed } && api.Clock.Now - DateTime.SpecifyKind(failed, DateTimeKind.Utc) < 2 * Watch;
}
