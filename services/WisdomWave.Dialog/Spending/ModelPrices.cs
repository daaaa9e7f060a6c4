using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Spending;

/// <summary>What a million tokens of a model cost, in the operator's currency.</summary>
/// <param name="Input">Of the prompt.</param>
/// <param name="CachedInput">Of what the provider had of the prompt in its own cache.</param>
/// <param name="Output">Of the answer, reasoning included.</param>
internal sealed record ModelPrices(decimal Input, decimal CachedInput, decimal Output)
{
    private const decimal Million = 1_000_000;

    public decimal CostOf(TokenUsage usage) =>
        (((usage.InputTokens - usage.CachedInputTokens) * Input) + (usage.CachedInputTokens * CachedInput) + (usage.OutputTokens * Output)) / Million;
}
