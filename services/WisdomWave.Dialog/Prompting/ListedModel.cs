using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Prompting;

/// <summary>A model in the configuration (<c>Models:0:Name</c>, …). The completion service reads the same section.</summary>
internal sealed class ListedModel
{
    public string Name { get; set; } = "";

    /// <summary>The name that people see; defaults to <see cref="Name"/>.</summary>
    public string? Title { get; set; }

    /// <summary>The context size in tokens, prompt and answer together: bounds <c>MAX_TOKENS</c> for this model.</summary>
    public int? ContextTokens { get; set; }

    /// <summary>The reasoning effort unless a person chooses another; null leaves it to the provider.</summary>
    public ReasoningEffort? ReasoningEffort { get; set; }

    /// <summary>Tokens for reasoning, in addition to those for the answer; null derives them from the effort, 0 means that the model does not reason.</summary>
    public int? ReasoningTokens { get; set; }

    /// <summary>Whether the model reasons before it answers.</summary>
    public bool Reasons => ReasoningTokens is { } room ? room > 0 : ReasoningEffort is not null || ReasoningModels.Includes(Name);

    /// <summary>Whether the model accepts images; null decides by its name.</summary>
    public bool? Images { get; set; }

    /// <summary>Price of a million prompt tokens in the operator's currency; without prices no costs are shown.</summary>
    public decimal? InputPrice { get; set; }

    /// <summary>Price of a million prompt tokens from the provider's cache; defaults to <see cref="InputPrice"/>.</summary>
    public decimal? CachedInputPrice { get; set; }

    /// <summary>Price of a million answer tokens, including reasoning.</summary>
    public decimal? OutputPrice { get; set; }

    /// <summary>Null when the prices are not configured.</summary>
    public ModelPrices? Prices =>
        InputPrice is { } input && OutputPrice is { } output ? new(input, CachedInputPrice ?? input, output) : null;
}

/// <summary>The part of <c>Models</c> that dialog uses.</summary>
internal sealed class ModelListOptions
{
    public IList<ListedModel> Models { get; } = [];
}
