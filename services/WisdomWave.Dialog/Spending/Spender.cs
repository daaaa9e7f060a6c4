namespace WisdomWave.Dialog.Spending;

/// <summary>The bot, chat and person whose budgets a question counts towards.</summary>
internal readonly record struct Spender(long BotId, long ChatId, long UserId)
{
    /// <summary>
    /// Telegram hides who writes as a channel or as an anonymous admin, and one person may own many channels and groups. All of them
    /// share one person's budget.
    /// </summary>
    private const long Anonymous = 0;

    public static Spender Of(long botId, long chatId, long userId) => new(botId, chatId, PayerOf(userId));

    /// <summary>The person whose budget pays.</summary>
    public static long PayerOf(long userId) => userId < 0 ? Anonymous : userId;

    public long IdIn(BudgetScope scope) => scope switch
    {
        BudgetScope.Person => UserId,
        BudgetScope.Chat => ChatId,
        _ => BotId,
    };
}
