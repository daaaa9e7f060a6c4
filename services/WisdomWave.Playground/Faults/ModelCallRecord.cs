using WisdomWave.Playground.OpenAi.Wire;

namespace WisdomWave.Playground.Faults;

/// <summary>One call of the model, as the ledger keeps it.</summary>
public sealed record ModelCallRecord
{
    public long Sequence { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary><c>chat</c>, <c>embeddings</c> or <c>transcription</c>.</summary>
    public required string Operation { get; init; }

    public required string Model { get; init; }
    public bool Stream { get; init; }
    public IReadOnlyList<PromptMessage> Messages { get; init; } = [];
    public int? MaxTokens { get; init; }

    /// <summary>What was answered, as far as it was sent.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Null when the answer was cut off.</summary>
    public string? FinishReason { get; init; }

    public int PromptTokens { get; init; }
    public int CompletionTokens { get; init; }

    /// <summary>Of <see cref="CompletionTokens"/>, those that were thoughts.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>As it was asked for.</summary>
    public string? ReasoningEffort { get; init; }
    public required int Status { get; init; }

    /// <summary>The caller went away before the end.</summary>
    public bool Cancelled { get; init; }

    public ModelFaultKind? Fault { get; init; }
    public double DurationMs { get; init; }
}
