using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>
/// Tells Telegram where to bring one bot's updates, and looks now and then whether it does. On the way out the webhook stays: what
/// comes meanwhile waits at Telegram, and other replicas go on.
/// </summary>
internal sealed class WebhookRegistration(TelegramApi api, Webhook webhook, OwnName name, BotStatus status, TimeProvider time)
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(30);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var isSet = false;
        for (var failures = 0; ;)
        {
            var failure = isSet ? await LookAsync(cancellationToken) : await SetAsync(cancellationToken);
            switch (failure)
            {
                case null:
                    if (failures > 0)
                        name.Doubt(update: null);
                    (isSet, failures) = (true, 0);
                    await Task.Delay(Watch, time, cancellationToken);
                    break;
                case { Kind: TelegramFailureKind.Unauthorized }:
                    status.TokenIsRejected();
                    await Task.Delay(Backoff.ForToken(++failures), time, cancellationToken);
                    break;
                case { Kind: TelegramFailureKind.Conflict }:
                    // Somebody has set another, or fetches updates, which takes it away.
                    isSet = false;
                    status.Fails(failure.Reason);
                    await Task.Delay(Backoff.After(++failures), time, cancellationToken);
                    break;
                default:
                    status.Fails(failure.Reason);
                    await Task.Delay(failure.RetryAfter ?? (isSet ? Watch : Backoff.After(++failures)), time, cancellationToken);
                    break;
            }
        }
    }

    private async Task<TelegramFailure?> SetAsync(CancellationToken cancellationToken)
    {
        var request = new SetRawWebhookRequest { Url = webhook.Url, SecretToken = webhook.Secret, AllowedUpdates = IncomingUpdate.Wanted };
        var (_, failure) = await api.SendAsync(request, cancellationToken);
        if (failure is null)
            status.Receives();
        return failure;
    }

    private async Task<TelegramFailure?> LookAsync(CancellationToken cancellationToken)
    {
        var (info, failure) = await api.SendAsync(new GetWebhookInfoRequest(), cancellationToken);
        if (failure is not null)
            return failure;
        if (info!.Url != webhook.Url)
            return new(TelegramFailureKind.Conflict, "the webhook was taken away");
        if (IsFailing(info))
            return new(TelegramFailureKind.Unavailable, $"it cannot deliver to {webhook.Url}: {info.LastErrorMessage}");
        status.Receives();
        return null;
    }

    // Telegram remembers its last failure for good, with a date of its own clock; it matters while something waits because of it.
    private bool IsFailing(WebhookInfo info) =>
        info is { PendingUpdateCount: > 0, LastErrorDate: { } failed } && api.Clock.Now - DateTime.SpecifyKind(failed, DateTimeKind.Utc) < 2 * Watch;
}
