namespace WisdomWave.Dialog.Spending;

/// <summary>Who spends: all whose budgets a question takes from.</summary>
internal readonly record struct Spender(long BotId, long ChatId, long PersonId)
{
    /// <summary>
    /// Telegram does not say who writes as a channel or as an anonymous admin, and one person may own any number of channels and
    /// groups. So all of them share the budget of one person.
    /// </summary>
    private const long Anonymous = 0;

    public static Spender Of(long botId, long chatId, long personId) => new(botId, chatId, PayerOf(personId));

    /// <summary>Whose budget it is.</summary>
    public static long PayerOf(long personId) => personId < 0 ? Anonymous : personId;

    public long IdIn(BudgetScope scope) => scope switch
    {
        BudgetScope.Person => PersonId,
        BudgetScope.Chat => ChatId,
        _ => BotId,
    };
}
