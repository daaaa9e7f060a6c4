using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>What is special about one model (<c>Models:0:Name</c>, …); a model that is not listed gets the defaults.</summary>
internal sealed class ModelOptions
{
    public const string MaxCompletionTokens = "max_completion_tokens";
    public const string MaxTokens = "max_tokens";

    private const decimal Million = 1_000_000;

    public string Name { get; set; } = "";

    /// <summary>How this model's server calls the room for the answer: <c>max_completion_tokens</c>, or <c>max_tokens</c> on older ones.</summary>
    public string MaxTokensParameter { get; set; } = MaxCompletionTokens;

    /// <summary>The model that answers when this one fails.</summary>
    public string? Fallback { get; set; }

    /// <summary>A server of its own, up to but without <c>/chat/completions</c>; otherwise <c>OPENAI_BASE_URL</c>'s.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The key of that server.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How much it thinks where a person has not chosen; null leaves it to the provider. For models that think.</summary>
    public ReasoningEffort? ReasoningEffort { get; set; }

    /// <summary>Room for thoughts, tokens, apart from that for the answer; null for what the effort wants, 0 for a model that answers at once.</summary>
    public int? ReasoningTokens { get; set; }

    /// <summary>The room for its thoughts at its own effort.</summary>
    public int RoomForReasoning => ReasoningTokens
        ?? (ReasoningEffort is { } effort ? ReasoningModels.RoomFor(effort)
            : ReasoningModels.Includes(Name) ? ReasoningModels.RoomFor(ReasoningModels.DefaultEffort)
            : 0);

    /// <summary>Of a million tokens of the prompt, in the operator's currency; without prices there are no costs.</summary>
    public decimal? InputPrice { get; set; }

    /// <summary>Of a million tokens that the provider had in its own cache; the input's price where it is not set.</summary>
    public decimal? CachedInputPrice { get; set; }

    /// <summary>Of a million tokens of the answer, reasoning included.</summary>
    public decimal? OutputPrice { get; set; }

    /// <returns>Null when the prices are not known.</returns>
    public decimal? CostOf(TokenUsage usage) =>
        InputPrice is { } input && OutputPrice is { } output
            ? (((usage.InputTokens - usage.CachedInputTokens) * input)
                + (usage.CachedInputTokens * (CachedInputPrice ?? input))
                + (usage.OutputTokens * output)) / Million
            : null;
}
