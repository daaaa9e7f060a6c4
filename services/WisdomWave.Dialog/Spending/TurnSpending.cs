using WisdomWave.Dialog.Telemetry;

namespace WisdomWave.Dialog.Spending;

/// <summary>The cost of a turn so far: all its calls, including failed ones.</summary>
internal sealed class TurnSpending
{
    /// <summary>Calls that are not stored yet, oldest first.</summary>
    public List<ModelCall> Calls { get; } = [];

    /// <summary>Budgets that are nearly used up and that the person has not been warned about yet.</summary>
    public List<BudgetNotice> Warnings { get; } = [];

    /// <summary>Settles a reservation with the calls that were made; none when nothing was spent.</summary>
    public void Settle(Reservation reservation, IReadOnlyList<ModelCall> calls, long botId, DialogMetrics metrics)
    {
        Warnings.AddRange(reservation.Settle(calls.Aggregate(default(Amount), (sum, call) => sum + call.Spent)));
        Calls.AddRange(calls);
        foreach (var call in calls)
            metrics.ModelCalled(botId, call);
    }
}

/// <summary>The maximum cost of a running call, reserved in its budgets until it is settled with the actual cost.</summary>
internal sealed class Reservation(int answerTokens, Func<Amount, IReadOnlyList<BudgetNotice>> settle)
{
    private bool _isSettled;

    /// <summary>The longest answer that the budgets allow; 0 for an auxiliary call.</summary>
    public int AnswerTokens { get; } = answerTokens;

    /// <summary>Replaces the reserved amount by the actual cost. Only the first call has an effect.</summary>
    /// <returns>The budgets to warn the person about.</returns>
    public IReadOnlyList<BudgetNotice> Settle(Amount spent)
    {
        if (_isSettled)
            return [];

        _isSettled = true;
        return settle(spent);
    }
}
