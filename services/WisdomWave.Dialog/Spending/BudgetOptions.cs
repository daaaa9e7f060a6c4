namespace WisdomWave.Dialog.Spending;

/// <summary>
/// How much may be spent (<c>Budgets:Person:DailyTokens</c>, <c>Budgets:Bot:MonthlyMoney</c>, …), with one bot where it has limits
/// of its own (<c>Bots:home:Budgets:Person:DailyTokens</c>).
/// </summary>
internal sealed class BudgetOptions
{
    /// <summary>Each person's, in all chats. By default more than a day of steady talking takes, and less than a script would.</summary>
    public BudgetLimits Person { get; set; } = new() { DailyTokens = 1_000_000 };

    /// <summary>Each chat's, private ones included.</summary>
    public BudgetLimits Chat { get; set; } = new();

    /// <summary>Each bot's.</summary>
    public BudgetLimits Bot { get; set; } = new();

    /// <summary>Whether the admins' own questions (<c>Access:Admins</c>) are asked beyond all budgets; they are counted all the same.</summary>
    public bool ExemptAdmins { get; set; }
}
