using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>With several ingress replicas: periodically renews this replica's claims and takes over replies of replicas that crashed.</summary>
internal sealed partial class ClaimRenewal(Bot bot, DialogClient dialog, Deliveries deliveries, TimeProvider time, ILogger<ClaimRenewal> logger)
{
    // Up to three renewals may fail before the turns are assigned to another replica.
    private static readonly TimeSpan Interval = Deliverer.Lease / 4;

    /// <summary>Runs until cancelled, which is later than receiving stops, because deliveries in progress stay claimed.</summary>
    /// <param name="receiving">Cancelled when nothing new must be started.</param>
    public async Task RenewAsync(CancellationToken receiving, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            if (await dialog.ClaimAsync(bot.Identity.Id, deliveries.TurnsOf(bot.Identity.Id), cancellationToken) is not { Length: > 0 } left || receiving.IsCancellationRequested)
                continue;
            LogGoesOn(bot.Options.Name, left.Length);
            foreach (var turn in left)
                await deliveries.StartAsync(new TurnArrival(bot, turn) { ReceivedAt = time.GetTimestamp(), IsTakenOver = true, IsResumed = true });
        }
    }

    [LoggerMessage(LogLevel.Information, "{Bot} takes over {Count} replies from another replica.")]
    private partial void LogGoesOn(string bot, int count);
}
