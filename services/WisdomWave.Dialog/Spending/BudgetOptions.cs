namespace WisdomWave.Dialog.Spending;

/// <summary>
/// How much may be spent: <c>Budgets:Person:DailyTokens</c>, <c>Budgets:Bot:MonthlyMoney</c> and so on. One bot can have limits of its
/// own: <c>Bots:home:Budgets:Person:DailyTokens</c>.
/// </summary>
internal sealed class BudgetOptions
{
    /// <summary>Per person, in all chats together. The default is more than a day of steady use needs, but stops a script.</summary>
    public BudgetLimits Person { get; set; } = new() { DailyTokens = 1_000_000 };

    /// <summary>Per chat, including private chats.</summary>
    public BudgetLimits Chat { get; set; } = new();

    /// <summary>Per bot.</summary>
    public BudgetLimits Bot { get; set; } = new();

    /// <summary>Whether admins may exceed all budgets. Their questions still count.</summary>
    public bool ExemptAdmins { get; set; }
}

/// <summary>Limits per day and per month, in UTC; 0 disables a limit.</summary>
internal sealed class BudgetLimits
{
    /// <summary>Tokens of prompts and answers.</summary>
    public long DailyTokens { get; set; }

    public long MonthlyTokens { get; set; }

    /// <summary>In the currency of the model prices. Models without prices cost nothing.</summary>
    public decimal DailyMoney { get; set; }

    public decimal MonthlyMoney { get; set; }

    public Amount Daily => new(DailyTokens, NanoMoney.Of(DailyMoney));

    public Amount Monthly => new(MonthlyTokens, NanoMoney.Of(MonthlyMoney));

    public bool IsValid => DailyTokens >= 0 && MonthlyTokens >= 0 && DailyMoney is >= 0 and < 1_000_000_000 && MonthlyMoney is >= 0 and < 1_000_000_000;
}
