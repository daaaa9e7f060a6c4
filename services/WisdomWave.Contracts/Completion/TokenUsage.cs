using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>Tokens as the provider counted them.</summary>
/// <param name="InputTokens">Of the prompt, cached ones included.</param>
/// <param name="OutputTokens">Of the answer, reasoning included.</param>
/// <param name="CachedInputTokens">Of the prompt, those that the provider bills at its cached price.</param>
/// <param name="ReasoningTokens">Of the output, those that were thoughts.</param>
public sealed record TokenUsage(int InputTokens, int OutputTokens, int CachedInputTokens = 0, int ReasoningTokens = 0)
{
    [JsonIgnore]
    public int TotalTokens => InputTokens + OutputTokens;
}
