using System.Security.Cryptography;
using System.Text;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Prompting;

/// <summary>A model that people can choose.</summary>
/// <param name="Name">As completion and its provider know it.</param>
/// <param name="Title">As people see it.</param>
/// <param name="MaxTokens">Of prompt and answer together.</param>
/// <param name="Prices">Null when they are not known.</param>
internal sealed record OfferedModel(string Name, string Title, int MaxTokens, ModelPrices? Prices = null)
{
    /// <summary>How much it thinks where a person has not chosen; null leaves it to the provider.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Whether it thinks before it answers.</summary>
    public bool Reasons { get; init; }

    /// <summary>The room for its thoughts that the operator set; null for what the effort wants.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>The most room for thoughts that it has beside the prompt and the answer.</summary>
    public int MostReasoningTokens { get; init; } = int.MaxValue;

    /// <param name="effort">Null for what it does unasked.</param>
    /// <returns>Tokens, apart from <see cref="MaxTokens"/>; 0 for a model that answers at once.</returns>
    public int RoomForReasoning(ReasoningEffort? effort) =>
        Reasons ? Math.Min(ReasoningTokens ?? ReasoningModels.RoomFor(effort ?? Effort ?? ReasoningModels.DefaultEffort), MostReasoningTokens) : 0;

    /// <summary>The same with no more than so many tokens for prompt, thoughts and answer together; half of them at least are the prompt's and the answer's.</summary>
    public OfferedModel Within(int tokens)
    {
        var thoughts = Math.Min(RoomForReasoning(null), tokens / 2);
        return this with { MaxTokens = Math.Min(MaxTokens, tokens - thoughts), MostReasoningTokens = Math.Min(MostReasoningTokens, thoughts) };
    }

    /// <summary>Stands for the name in a button, whose 64 bytes a name may not fit into; stays when the list changes.</summary>
    public string Key { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name)).AsSpan(0, 6));
}
