using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Spending;

/// <summary>
/// An amount spent or to spend: tokens of prompts and answers, and their cost in billionths (<see cref="NanoMoney"/>; 0 when prices
/// are unknown).
/// </summary>
internal readonly record struct Amount(long Tokens, long Nanos)
{
    public static Amount Of(TokenUsage usage, ModelPrices? prices) =>
        new(usage.TotalTokens, prices is null ? 0 : NanoMoney.Of(prices.CostOf(usage)));

    public static Amount operator +(Amount left, Amount right) => new(left.Tokens + right.Tokens, left.Nanos + right.Nanos);

    public static Amount operator -(Amount left, Amount right) => new(left.Tokens - right.Tokens, left.Nanos - right.Nanos);
}

/// <summary>Money as integer billionths of the operator's currency, for storage and sums. A single token may cost as little as 25.</summary>
internal static class NanoMoney
{
    private const decimal PerUnit = 1_000_000_000;

    public static long Of(decimal money) => (long)decimal.Round(money * PerUnit);

    public static decimal ToMoney(long nanos) => nanos / PerUnit;
}
