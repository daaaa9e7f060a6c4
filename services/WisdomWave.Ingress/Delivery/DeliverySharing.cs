using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Where several ingresses share a bot: says now and then what this one delivers, and goes on with what one that died has left.</summary>
internal sealed partial class DeliverySharing(Bot bot, DialogClient dialog, Deliveries deliveries, TimeProvider time, ILogger<DeliverySharing> logger)
{
    // Three may be lost before the turns are given to somebody else.
    private static readonly TimeSpan Interval = Deliverer.Lease / 4;

    /// <summary>Runs until cancelled: longer than updates are received, for what is on its way then is still this one's.</summary>
    /// <param name="receiving">Cancelled when nothing new is to be begun.</param>
    /// <param name="cancellationToken">Cancelled when all is at its end.</param>
    public async Task RunAsync(CancellationToken receiving, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            if (await dialog.ClaimAsync(bot.Identity.Id, deliveries.Of(bot.Identity.Id), cancellationToken) is not { Length: > 0 } left || receiving.IsCancellationRequested)
                continue;
            LogGoesOn(bot.Options.Name, left.Length);
            foreach (var turn in left)
                await deliveries.StartAsync(new TurnArrival(bot, turn) { ReceivedAt = time.GetTimestamp(), IsLeft = true, IsResumed = true });
        }
    }

    [LoggerMessage(LogLevel.Information, "{Bot} goes on with {Count} replies that nobody delivered any more.")]
    private partial void LogGoesOn(string bot, int count);
}
