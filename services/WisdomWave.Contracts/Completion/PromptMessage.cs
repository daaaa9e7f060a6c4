namespace WisdomWave.Contracts.Completion;

/// <summary>One message of a prompt.</summary>
public sealed record PromptMessage(PromptRole Role, string Text);
