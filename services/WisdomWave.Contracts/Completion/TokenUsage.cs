using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>Token counts as reported by the provider.</summary>
/// <param name="InputTokens">Prompt tokens, including cached ones.</param>
/// <param name="OutputTokens">Answer tokens, including reasoning.</param>
/// <param name="CachedInputTokens">The part of <paramref name="InputTokens"/> billed at the cached price.</param>
/// <param name="ReasoningTokens">The part of <paramref name="OutputTokens"/> spent on reasoning.</param>
public sealed record TokenUsage(int InputTokens, int OutputTokens, int CachedInputTokens = 0, int ReasoningTokens = 0)
{
    [JsonIgnore]
    public int TotalTokens => InputTokens + OutputTokens;
}

/// <summary>What one model call used.</summary>
/// <param name="Model">The model's name in the operator's configuration.</param>
/// <param name="Usage">As reported by the provider; all zero when it reports no tokens.</param>
/// <param name="Cost">In the operator's currency; null when the model's price is unknown.</param>
public sealed record ModelUsage(string Model, TokenUsage Usage, decimal? Cost);
