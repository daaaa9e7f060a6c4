using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>How much a model thinks before it answers, least first; for models that think (<see cref="ReasoningModels"/>).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReasoningEffort>))]
public enum ReasoningEffort
{
    Minimal,
    Low,
    Medium,
    High,
}
