namespace WisdomWave.Dialog.Spending;

/// <summary>A budget that is used up, or nearly so.</summary>
/// <param name="Scope">Whose.</param>
/// <param name="RenewsAt">When the next day or month begins, UTC.</param>
internal sealed record BudgetNotice(BudgetScope Scope, DateTimeOffset RenewsAt);
