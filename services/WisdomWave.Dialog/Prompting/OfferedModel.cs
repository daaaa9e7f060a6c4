using System.Security.Cryptography;
using System.Text;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Prompting;

/// <summary>A model that people can choose.</summary>
/// <param name="Name">The provider's name for the model.</param>
/// <param name="Title">The name that people see.</param>
/// <param name="MaxTokens">Prompt and answer together.</param>
/// <param name="Prices">Null when the prices are not configured.</param>
internal sealed record OfferedModel(string Name, string Title, int MaxTokens, ModelPrices? Prices = null)
{
    /// <summary>The reasoning effort unless a person chooses another; null leaves it to the provider.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Whether the model reasons before it answers.</summary>
    public bool Reasons { get; init; }

    /// <summary>The operator's token limit for reasoning; null derives it from the effort.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>The most reasoning tokens that fit in the context next to prompt and answer.</summary>
    public int MostReasoningTokens { get; init; } = int.MaxValue;

    /// <param name="effort">Null for the default.</param>
    /// <returns>Tokens in addition to <see cref="MaxTokens"/>; 0 for a model that does not reason.</returns>
    public int RoomForReasoning(ReasoningEffort? effort) =>
        Reasons ? Math.Min(ReasoningTokens ?? ReasoningModels.RoomFor(effort ?? Effort ?? ReasoningModels.DefaultEffort), MostReasoningTokens) : 0;

    /// <summary>Limits prompt, reasoning and answer together to the given number of tokens. At least half of them go to prompt and answer.</summary>
    public OfferedModel Within(int tokens)
    {
        var thoughts = Math.Min(RoomForReasoning(null), tokens / 2);
        return this with { MaxTokens = Math.Min(MaxTokens, tokens - thoughts), MostReasoningTokens = Math.Min(MostReasoningTokens, thoughts) };
    }

    /// <summary>Identifies the model in a button, whose 64 bytes may be too few for its name. Does not depend on the other models.</summary>
    public string Key { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name)).AsSpan(0, 6));
}
