namespace WisdomWave.Dialog.Spending;

/// <summary>The bot, chat and person whose budgets a question counts towards.</summary>
internal readonly record struct Spender(long BotId, long ChatId, long PersonId)
{
    /// <summary>
    /// Telegram hides who writes as a channel or as an anonymous admin, and one person may own many channels and groups. All of them
    /// share one person's budget.
    /// </summary>
    private const long Anonymous = 0;

    public static Spender Of(long botId, long chatId, long personId) => new(botId, chatId, PayerOf(personId));

    /// <summary>The person whose budget pays.</summary>
    public static long PayerOf(long personId) => personId < 0 ? Anonymous : personId;

    public long IdIn(BudgetScope scope) => scope switch
    {
        BudgetScope.Person => PersonId,
        BudgetScope.Chat => ChatId,
        _ => BotId,
    };
}
