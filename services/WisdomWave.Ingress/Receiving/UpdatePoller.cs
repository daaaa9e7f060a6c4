using Telegram.Bot.Requests;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>
/// Long polling of one bot. The offset, which makes Telegram forget updates, moves only when all of a batch have been taken;
/// what was not taken comes again.
/// </summary>
internal sealed partial class UpdatePoller(
    TelegramApi api, UpdateIntake intake, OwnName name, BotStatus status, TimeProvider time, ILogger<UpdatePoller> logger)
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan PollPatience = PollTimeout + TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConflictWait = TimeSpan.FromSeconds(15);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long? offset = null;
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            // Until it is known that the bot receives, an answer is wanted at once.
            var timeout = status.State == BotState.Receiving ? PollTimeout : TimeSpan.Zero;
            var request = new GetRawUpdatesRequest { Offset = offset, Timeout = (int)timeout.TotalSeconds, AllowedUpdates = IncomingUpdate.Wanted };
            var (batch, failure) = await api.FetchAsync(request, PollPatience, cancellationToken);
            if (failure is null)
            {
                // Much may have changed meanwhile.
                if (failures > 0)
                    name.Doubt(update: null);
                failures = 0;
                status.Receives();
                if (batch is not { All.Count: > 0 })
                    continue;
                if (await intake.TakeAsync(batch.All, cancellationToken) is { } highest)
                {
                    offset = highest + 1;
                    continue;
                }

                // Nothing in it had a number: without one Telegram cannot be told to go on.
                failure = new(TelegramFailureKind.Unavailable, "updates without numbers");
            }

            failures++;
            switch (failure.Kind)
            {
                case TelegramFailureKind.Unauthorized:
                    status.TokenIsRejected();
                    await Task.Delay(Backoff.ForToken(failures), time, cancellationToken);
                    break;
                case TelegramFailureKind.Conflict:
                    status.Fails(failure.Reason);
                    await Task.Delay(ConflictWait, time, cancellationToken);
                    break;
                case TelegramFailureKind.WebhookIsSet when await TakeWebhookAwayAsync(cancellationToken) && failures == 1:
                    break;
                default:
                    status.Fails(failure.Reason);
                    await Task.Delay(failure.RetryAfter ?? Backoff.After(failures), time, cancellationToken);
                    break;
            }
        }
    }

    // What waits at Telegram comes by polling then. A failure shows at the next poll.
    private async Task<bool> TakeWebhookAwayAsync(CancellationToken cancellationToken)
    {
        var (_, failure) = await api.SendAsync(new DeleteWebhookRequest { DropPendingUpdates = false }, cancellationToken);
        if (failure is null)
            LogWebhookTakenAway(status.Name);
        return failure is null;
    }

    [LoggerMessage(LogLevel.Information, "{Bot} had a webhook. It is taken away: without PublicUrl updates are fetched.")]
    private partial void LogWebhookTakenAway(string bot);
}
