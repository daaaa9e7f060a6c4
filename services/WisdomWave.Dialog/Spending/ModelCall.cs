using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Spending;

/// <summary>A call of a model, however it ended.</summary>
/// <param name="Model">That answered.</param>
/// <param name="Source">Where the answer came from; only the provider's cost anything.</param>
/// <param name="Usage">As the provider counted, or as it was counted here where the provider did not say.</param>
/// <param name="Cost">0 for answers that cost nothing, and where prices are not known.</param>
/// <param name="Saved">What an answer that cost nothing would have cost.</param>
internal sealed record ModelCall(string Model, AnswerSource Source, TokenUsage Usage, decimal Cost, decimal Saved)
{
    /// <summary>False for what was called beside the question: to hear a recording, to look for a similar one.</summary>
    public bool IsQuestion { get; init; } = true;

    public bool IsFree => Source != AnswerSource.Provider;

    /// <summary>What it takes from budgets.</summary>
    public Amount Spent => IsFree ? default : new Amount(Usage.TotalTokens, NanoMoney.Of(Cost));

    /// <param name="model">That was asked.</param>
    /// <param name="end">The call's.</param>
    /// <param name="counted">Prompt and answer as they were counted here.</param>
    public static ModelCall Completed(OfferedModel model, CompletionCompleted end, TokenUsage counted)
    {
        // Not every server of this kind reports usage.
        var usage = end is { Source: AnswerSource.Provider, Usage.TotalTokens: 0 } ? counted : end.Usage;
        var price = end.Cost is > 0 and var cost ? cost : model.Prices?.CostOf(usage) ?? 0;
        return end.Source == AnswerSource.Provider
            ? new(end.Model, end.Source, usage, price, 0)
            : new(end.Model, end.Source, usage, 0, price);
    }

    /// <summary>What was called beside the question.</summary>
    public static ModelCall Beside(ModelUsage spent) => new(spent.Model, AnswerSource.Provider, spent.Usage, spent.Cost ?? 0, 0) { IsQuestion = false };

    /// <summary>A call that ended without saying what it took.</summary>
    public static ModelCall Broken(OfferedModel model, TokenUsage counted) =>
        new(model.Name, AnswerSource.Provider, counted, model.Prices?.CostOf(counted) ?? 0, 0);
}
