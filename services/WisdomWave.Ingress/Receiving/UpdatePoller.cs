using Telegram.Bot.Requests;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>
/// Long polling of one bot. The offset, which confirms updates to Telegram, only advances when a whole batch has been taken; after a
/// failure Telegram sends the batch again.
/// </summary>
internal sealed partial class UpdatePoller(
    TelegramApi api, UpdateIntake intake, UsernameWatcher name, BotStatus status, TimeProvider time, ILogger<UpdatePoller> logger)
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan PollPatience = PollTimeout + TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConflictWait = TimeSpan.FromSeconds(15);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="receiving">Cancelled when no further request for updates may be made.</param>
    /// <param name="cancellationToken">Also cancels the updates that have been received. Telegram sends them again.</param>
    public async Task PollAsync(CancellationToken receiving, CancellationToken cancellationToken)
    {
        long? offset = null;
        var failures = 0;
        while (!receiving.IsCancellationRequested)
        {
            // Until the bot is known to receive, request an immediate response.
            var timeout = status.State == BotState.Receiving ? PollTimeout : TimeSpan.Zero;
            var request = new GetRawUpdatesRequest { Offset = offset, Timeout = (int)timeout.TotalSeconds, AllowedUpdates = IncomingUpdate.AllowedTypes };
            var (batch, failure) = await api.FetchAsync(request, PollPatience, receiving);
            if (failure is null)
            {
                // The bot may have been renamed during the outage.
                if (failures > 0)
                    name.RequestCheck(update: null);
                failures = 0;
                status.SetReceiving();
                if (batch is not { All.Count: > 0 })
                    continue;
                if (await intake.TakeAsync(batch.All, cancellationToken) is { } highest)
                {
                    offset = highest + 1;
                    continue;
                }

                // No update had an id, and without one the batch cannot be confirmed.
                failure = new(TelegramFailureKind.Unavailable, "updates without ids");
            }

            failures++;
            switch (failure.Kind)
            {
                case TelegramFailureKind.Unauthorized:
                    status.SetTokenRejected();
                    await Task.Delay(Backoff.ForToken(failures), time, receiving);
                    break;
                case TelegramFailureKind.Conflict:
                    status.SetFailing(failure.Reason);
                    await Task.Delay(ConflictWait, time, receiving);
                    break;
                case TelegramFailureKind.WebhookIsSet when await TakeWebhookAwayAsync(receiving) && failures == 1:
                    break;
                default:
                    status.SetFailing(failure.Reason);
                    await Task.Delay(failure.RetryAfter ?? Backoff.After(failures), time, receiving);
                    break;
            }
        }
    }

    // Waiting updates then arrive by polling. A failure shows up again at the next poll.
    private async Task<bool> TakeWebhookAwayAsync(CancellationToken cancellationToken)
    {
        var (_, failure) = await api.SendAsync(new DeleteWebhookRequest { DropPendingUpdates = false }, cancellationToken);
        if (failure is null)
            LogWebhookTakenAway(status.Name);
        return failure is null;
    }

    [LoggerMessage(LogLevel.Information, "Deleted the webhook of {Bot}, because PublicUrl is not set; using long polling.")]
    private partial void LogWebhookTakenAway(string bot);
}
