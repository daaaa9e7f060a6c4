using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Spending;

/// <summary>
/// A finished or failed call of a model. Only calls of the provider cost money. <c>Usage</c> was counted here if the provider did not
/// report it; <c>Cost</c> is 0 for free answers and unknown prices; <c>Saved</c> is what a free answer would have cost.
/// </summary>
internal sealed record ModelCall(string Model, AnswerSource Source, TokenUsage Usage, decimal Cost, decimal Saved)
{
    /// <summary>False for auxiliary calls: transcriptions and embeddings.</summary>
    public bool IsQuestion { get; init; } = true;

    /// <summary>The model's name in the operator's configuration, for metrics: a provider may call its models anything.</summary>
    public string ConfiguredModel { get; init; } = Model;

    public bool IsFree => Source != AnswerSource.Provider;

    /// <summary>The amount that counts towards budgets.</summary>
    public Amount Spent => IsFree ? default : new Amount(Usage.TotalTokens, NanoMoney.Of(Cost));

    /// <summary>A completed call. <paramref name="counted"/> is the usage counted here, for providers that report none.</summary>
    public static ModelCall Completed(OfferedModel model, CompletionCompleted end, TokenUsage counted)
    {
        // Not every OpenAI-compatible server reports usage.
        var usage = end is { Source: AnswerSource.Provider, Usage.TotalTokens: 0 } ? counted : end.Usage;
        var price = end.Cost is > 0 and var cost ? cost : model.Prices?.CostOf(usage) ?? 0;
        var configured = end.ConfiguredModel ?? model.Name;
        return end.Source == AnswerSource.Provider
            ? new(end.Model, end.Source, usage, price, 0) { ConfiguredModel = configured }
            : new(end.Model, end.Source, usage, 0, price) { ConfiguredModel = configured };
    }

    /// <summary>A call besides the question itself, such as a transcription.</summary>
    public static ModelCall Auxiliary(ModelUsage spent) => new(spent.Model, AnswerSource.Provider, spent.Usage, spent.Cost ?? 0, 0) { IsQuestion = false };

    /// <summary>A call that ended without reporting its usage.</summary>
    public static ModelCall Broken(OfferedModel model, TokenUsage counted) =>
        new(model.Name, AnswerSource.Provider, counted, model.Prices?.CostOf(counted) ?? 0, 0);
}

/// <summary>
/// Prices per million tokens, in the operator's currency. <c>CachedInput</c> applies to prompt tokens from the provider's own cache;
/// <c>Output</c> includes reasoning.
/// </summary>
internal sealed record ModelPrices(decimal Input, decimal CachedInput, decimal Output)
{
    private const decimal Million = 1_000_000;

    public decimal CostOf(TokenUsage usage) =>
        (((usage.InputTokens - usage.CachedInputTokens) * Input) + (usage.CachedInputTokens * CachedInput) + (usage.OutputTokens * Output)) / Million;
}
