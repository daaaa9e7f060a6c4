namespace WisdomWave.Dialog.Costs;

/// <summary>Who spends: all whose budgets a question takes from.</summary>
internal readonly record struct Spender(long BotId, long ChatId, long PersonId)
{
    public long IdIn(BudgetScope scope) => scope switch
    {
        BudgetScope.Person => PersonId,
        BudgetScope.Chat => ChatId,
        _ => BotId,
    };
}
