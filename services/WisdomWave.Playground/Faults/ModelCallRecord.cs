using WisdomWave.Playground.OpenAi.Wire;

namespace WisdomWave.Playground.Faults;

/// <summary>One model call in the call log.</summary>
public sealed record ModelCallRecord
{
    public long Sequence { get; init; }

    /// <summary>When the call began.</summary>
    public required DateTimeOffset At { get; init; }


    /// <summary><c>chat</c>, <c>embeddings</c> or <c>transcription</c>.</summary>
    public required string Operation { get; init; }

    public required string Model { get; init; }
    public bool Stream { get; init; }
    public IReadOnlyList<PromptMessage> Messages { get; init; } = [];
    public int? MaxTokens { get; init; }

    /// <summary>The part of the answer that was sent.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Null if the answer was cut off.</summary>
    public string? FinishReason { get; init; }

    public int PromptTokens { get; init; }
    public int CompletionTokens { get; init; }

    /// <summary>The part of <see cref="CompletionTokens"/> that was reasoning.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>The effort in the request.</summary>
    public string? ReasoningEffort { get; init; }

    public required int Status { get; init; }

    /// <summary>Whether the caller disconnected before the end.</summary>
    public bool Cancelled { get; init; }

    public ModelFaultKind? Fault { get; init; }
    public double DurationMs { get; init; }
}
