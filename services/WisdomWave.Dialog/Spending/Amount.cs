using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Spending;

/// <summary>What was or may be spent.</summary>
/// <param name="Tokens">Of prompts and answers.</param>
/// <param name="Nanos">What they cost (<see cref="NanoMoney"/>); 0 where prices are not known.</param>
internal readonly record struct Amount(long Tokens, long Nanos)
{
    public static Amount Of(TokenUsage usage, ModelPrices? prices) =>
        new(usage.TotalTokens, prices is null ? 0 : NanoMoney.Of(prices.CostOf(usage)));

    public static Amount operator +(Amount left, Amount right) => new(left.Tokens + right.Tokens, left.Nanos + right.Nanos);

    public static Amount operator -(Amount left, Amount right) => new(left.Tokens - right.Tokens, left.Nanos - right.Nanos);
}
