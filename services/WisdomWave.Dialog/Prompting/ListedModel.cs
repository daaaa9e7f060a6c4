using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Prompting;

/// <summary>What the operator says about a model that people can choose (<c>Models:0:Name</c>, …); completion reads the same section.</summary>
internal sealed class ListedModel
{
    public string Name { get; set; } = "";

    /// <summary>How people see it; its name where none is given.</summary>
    public string? Title { get; set; }

    /// <summary>Tokens that the model can take, prompt and answer together: bounds <c>MAX_TOKENS</c> for it.</summary>
    public int? ContextTokens { get; set; }

    /// <summary>How much it thinks where a person has not chosen; null leaves it to the provider.</summary>
    public ReasoningEffort? ReasoningEffort { get; set; }

    /// <summary>Room for thoughts, tokens, apart from that for the answer; null for what the effort wants, 0 for a model that answers at once.</summary>
    public int? ReasoningTokens { get; set; }

    /// <summary>Whether it thinks before it answers.</summary>
    public bool Reasons => ReasoningTokens is { } room ? room > 0 : ReasoningEffort is not null || ReasoningModels.Includes(Name);

    /// <summary>Whether it looks at pictures; null leaves it to its name.</summary>
    public bool? Images { get; set; }

    /// <summary>Of a million tokens of the prompt, in the operator's currency; without prices there are no costs.</summary>
    public decimal? InputPrice { get; set; }

    /// <summary>Of a million tokens that the provider had in its own cache; the input's price where it is not set.</summary>
    public decimal? CachedInputPrice { get; set; }

    /// <summary>Of a million tokens of the answer, reasoning included.</summary>
    public decimal? OutputPrice { get; set; }

    /// <summary>Null when they are not known.</summary>
    public ModelPrices? Prices =>
        InputPrice is { } input && OutputPrice is { } output ? new(input, CachedInputPrice ?? input, output) : null;
}
