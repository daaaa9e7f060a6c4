namespace WisdomWave.Dialog.Spending;

/// <summary>What a turn has spent so far: all of its calls, also those whose answers came to nothing.</summary>
internal sealed class TurnSpending
{
    /// <summary>Those that are not stored yet, oldest first.</summary>
    public List<ModelCall> Calls { get; } = [];

    /// <summary>Budgets of which the person is still to be told that they will soon be used up.</summary>
    public List<BudgetNotice> Warnings { get; } = [];

    /// <param name="reservation">What had been set aside for them.</param>
    /// <param name="calls">What was called in the end; none when nothing was spent.</param>
    /// <param name="metrics">Count them too.</param>
    public void Settle(Reservation reservation, IReadOnlyList<ModelCall> calls, DialogMetrics metrics)
    {
        Warnings.AddRange(reservation.Settle(calls.Aggregate(default(Amount), (sum, call) => sum + call.Spent)));
        Calls.AddRange(calls);
        foreach (var call in calls)
            metrics.TokensUsed(call.Usage, call.Source);
    }
}
