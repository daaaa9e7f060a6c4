namespace WisdomWave.Contracts.Completion;

/// <summary>One message of a prompt.</summary>
public sealed record PromptMessage(PromptRole Role, string Text)
{
    /// <summary>What the model is to look at with the text, for models that see; null for none.</summary>
    public IReadOnlyList<PromptImage>? Images { get; init; }
}
