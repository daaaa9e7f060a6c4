using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>The settings of one model (<c>Models:0:Name</c>, …); a model that is not listed has the defaults.</summary>
internal sealed class ProviderModel
{
    public const string MaxCompletionTokens = "max_completion_tokens";
    public const string MaxTokens = "max_tokens";

    private const decimal Million = 1_000_000;

    public string Name { get; set; } = "";

    /// <summary>The parameter that limits the output tokens: <c>max_completion_tokens</c>, or <c>max_tokens</c> on older servers.</summary>
    public string MaxTokensParameter { get; set; } = MaxCompletionTokens;

    /// <summary>The model that answers when this one fails.</summary>
    public string? Fallback { get; set; }

    /// <summary>The model's own server, up to but without <c>/chat/completions</c>; <c>OPENAI_BASE_URL</c> by default.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The API key of the model's own server.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The reasoning effort unless a person chose another; null leaves it to the provider.</summary>
    public ReasoningEffort? ReasoningEffort { get; set; }

    /// <summary>Output tokens for reasoning, in addition to those for the answer; null for the effort's default, 0 for a model that does not reason.</summary>
    public int? ReasoningTokens { get; set; }

    /// <summary><see cref="ReasoningTokens"/>, or the default for the model's effort.</summary>
    public int EffectiveReasoningTokens => ReasoningTokens
        ?? (ReasoningEffort is { } effort ? ReasoningModels.RoomFor(effort)
            : ReasoningModels.Includes(Name) ? ReasoningModels.RoomFor(ReasoningModels.DefaultEffort)
            : 0);

    /// <summary>Price of a million input tokens, in the operator's currency; without prices no costs are counted.</summary>
    public decimal? InputPrice { get; set; }

    /// <summary>Price of a million input tokens that the provider had cached; <see cref="InputPrice"/> by default.</summary>
    public decimal? CachedInputPrice { get; set; }

    /// <summary>Price of a million output tokens, reasoning included.</summary>
    public decimal? OutputPrice { get; set; }

    /// <returns>Null if the prices are not known.</returns>
    public decimal? CostOf(TokenUsage usage) =>
        InputPrice is { } input && OutputPrice is { } output
            ? (((usage.InputTokens - usage.CachedInputTokens) * input)
                + (usage.CachedInputTokens * (CachedInputPrice ?? input))
                + (usage.OutputTokens * output)) / Million
            : null;
}

/// <summary>All models with settings of their own, bound from the configuration's root.</summary>
internal sealed class ProviderModels
{
    public IList<ProviderModel> Models { get; } = [];

    public ProviderModel Find(string? name)
    {
        foreach (var model in Models)
        {
            if (model.Name == name)
                return model;
        }

        return new ProviderModel { Name = name ?? "" };
    }

    /// <summary>The models to call when this one fails, in order. A cycle ends where it began.</summary>
    public IReadOnlyList<string> FallbacksOf(string name)
    {
        if (Find(name).Fallback is not { } fallback)
            return [];

        var fallbacks = new List<string>();
        for (var next = fallback; next is not null && next != name && !fallbacks.Contains(next); next = Find(next).Fallback)
            fallbacks.Add(next);
        return fallbacks;
    }
}
