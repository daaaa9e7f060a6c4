namespace WisdomWave.Contracts.Completion;

/// <summary>A prompt to be answered (<c>POST /completions</c>, answered with <see cref="CompletionEvent"/>s).</summary>
public sealed record CompletionRequest
{
    /// <summary>The model's name as the operator configured it.</summary>
    public required string Model { get; init; }

    /// <summary>The whole prompt, oldest first; the last one is the person's.</summary>
    public required IReadOnlyList<PromptMessage> Messages { get; init; }

    /// <summary>The room for the answer, tokens; null leaves it to the model.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>An opaque name of the conversation that the prompt belongs to: where the operator shares no answers between conversations, they are shared within one.</summary>
    public string? Scope { get; init; }

    /// <summary>True goes past the cached answer (and replaces it).</summary>
    public bool Fresh { get; init; }
}
