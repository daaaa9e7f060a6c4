namespace WisdomWave.Dialog.Spending;

/// <summary>What may be spent in a day and in a month of UTC; 0 sets no limit.</summary>
internal sealed class BudgetLimits
{
    /// <summary>Tokens of prompts and answers.</summary>
    public long DailyTokens { get; set; }

    public long MonthlyTokens { get; set; }

    /// <summary>In the currency of the models' prices; models without prices cost nothing.</summary>
    public decimal DailyMoney { get; set; }

    public decimal MonthlyMoney { get; set; }

    public Amount Daily => new(DailyTokens, NanoMoney.Of(DailyMoney));

    public Amount Monthly => new(MonthlyTokens, NanoMoney.Of(MonthlyMoney));

    public bool IsGood => DailyTokens >= 0 && MonthlyTokens >= 0 && DailyMoney is >= 0 and < 1_000_000_000 && MonthlyMoney is >= 0 and < 1_000_000_000;
}
