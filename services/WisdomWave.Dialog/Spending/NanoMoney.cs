namespace WisdomWave.Dialog.Spending;

/// <summary>Money as it is stored and summed: billionths of the operator's currency, for a single token may cost 25 of them.</summary>
internal static class NanoMoney
{
    private const decimal PerUnit = 1_000_000_000;

    public static long Of(decimal money) => (long)decimal.Round(money * PerUnit);

    public static decimal ToMoney(long nanos) => nanos / PerUnit;
}
