namespace WisdomWave.Dialog.Costs;

/// <summary>What a turn has spent so far: all of its calls, also those whose answers came to nothing.</summary>
internal sealed class Spending
{
    public List<ModelCall> Calls { get; } = [];

    /// <summary>Budgets of which the person is still to be told that they will soon be used up.</summary>
    public List<BudgetNotice> Warnings { get; } = [];
}
