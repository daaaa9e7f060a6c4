using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>With several ingress replicas: periodically renews this replica's claims and takes over replies of replicas that crashed.</summary>
internal sealed partial class ClaimRenewal(DialogClient dialog, Deliveries deliveries, TimeProvider time, ILogger<ClaimRenewal> logger)
{
    // Up to three renewals may fail before the turns are assigned to another replica.
    private static readonly TimeSpan Interval = Deliverer.Lease / 4;

    /// <summary>
    /// Runs until cancelled, which is later than receiving stops, because deliveries in progress stay claimed, also those of a bot whose
    /// updates another replica receives by now. One request is enough for all bots.
    /// </summary>
    /// <param name="receiving">Returns the bots whose updates this process receives; it can deliver more of their replies.</param>
    /// <param name="cancellationToken">Cancelled when the deliveries end.</param>
    public async Task RenewAsync(Func<IReadOnlyList<Bot>> receiving, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            try
            {
                await RenewOnceAsync(receiving(), cancellationToken);
            }
            // Without renewals, other replicas would deliver the running replies once more.
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task RenewOnceAsync(IReadOnlyList<Bot> receiving, CancellationToken cancellationToken)
    {
        var bots = receiving.ToDictionary(bot => bot.Identity.Id);
        var delivering = deliveries.Turns();
        if (bots.Count == 0 && delivering.Length == 0)
            return;
        var claim = new ClaimRequest { Delivering = delivering, Bots = [.. bots.Keys] };
        if (await dialog.ClaimAsync(claim, cancellationToken) is not { Length: > 0 } left)
            return;
        LogGoesOn(left.Length);
        foreach (var turn in left)
            await deliveries.StartAsync(new TurnArrival(bots[turn.BotId], turn) { ReceivedAt = time.GetTimestamp(), IsTakenOver = true, IsResumed = true });
    }

    [LoggerMessage(LogLevel.Information, "Took over {Count} replies that no replica delivers.")]
    private partial void LogGoesOn(int count);

    [LoggerMessage(LogLevel.Error, "The claims of replies could not be renewed. The next attempt follows.")]
    private partial void LogFailed(Exception exception);
}
