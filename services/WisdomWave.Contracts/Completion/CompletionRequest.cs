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

    /// <summary>True goes past the cached answer, and leaves it in its place: others asked for that one.</summary>
    public bool Fresh { get; init; }

    /// <summary>Null leaves it to the model's configuration.</summary>
    public ReasoningEffort? ReasoningEffort { get; init; }

    /// <summary>Room for the model's thoughts beyond <see cref="MaxOutputTokens"/>, tokens; 0 for a model that answers at once, null leaves it to the model's configuration.</summary>
    public int? MaxReasoningTokens { get; init; }

    /// <summary>Whether thoughts are sent as they come, where the provider tells them.</summary>
    public bool ShowReasoning { get; init; }

    /// <summary>How many calls of the provider may be made for it; null for as many as the service is set to.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>As <see cref="MaxCalls"/>, of all models together that stand in for the one that is asked.</summary>
    public int? MaxStandInCalls { get; init; }
}
