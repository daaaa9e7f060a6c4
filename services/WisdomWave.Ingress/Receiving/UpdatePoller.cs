using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>
/// Long polling of one bot. The offset, which makes Telegram forget updates, moves only when all of a batch have been taken;
/// what was not taken comes again.
/// </summary>
internal sealed class UpdatePoller(TelegramApi api, UpdateIntake intake, BotStatus status, TimeProvider time)
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan PollPatience = PollTimeout + TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConflictWait = TimeSpan.FromSeconds(15);

    /// <summary>Runs until cancelled, or until Telegram rejects the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long? offset = null;
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var request = new GetRawUpdatesRequest { Offset = offset, Timeout = (int)PollTimeout.TotalSeconds, AllowedUpdates = IncomingUpdate.Wanted };
            var (batch, failure) = await api.SendAsync(request, PollPatience, cancellationToken);
            if (failure is null)
            {
                failures = 0;
                status.Receives();
                if (batch is not { Length: > 0 })
                    continue;
                if (await intake.TakeAsync(batch, cancellationToken) is { } highest)
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
                    return;
                case TelegramFailureKind.Conflict:
                    status.Fails(failure.Reason);
                    await Task.Delay(ConflictWait, time, cancellationToken);
                    break;
                default:
                    status.Fails(failure.Reason);
                    await Task.Delay(failure.RetryAfter ?? Backoff.After(failures), time, cancellationToken);
                    break;
            }
        }
    }
}
