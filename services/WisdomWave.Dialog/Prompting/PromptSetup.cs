using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Prompting;

/// <summary>What a conversation's prompts have in common.</summary>
/// <param name="Model">That answers.</param>
/// <param name="Tokens">Counts as that model does.</param>
/// <param name="Budget">How that model's tokens are shared out.</param>
/// <param name="Persona">The first message.</param>
/// <param name="Pinned">The second one; null when nothing is pinned.</param>
/// <param name="PinnedCount">How many pins that one holds: all that the model has room for.</param>
internal sealed record PromptSetup(OfferedModel Model, TokenCounter Tokens, PromptBudget Budget, string Persona, string? Pinned, int PinnedCount)
{
    /// <summary>How much the model is to think; null leaves it to the provider, also for models that do not.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Whether the person sees what the model thought.</summary>
    public bool ShowsThoughts { get; init; }
}
