namespace WisdomWave.Completion.Reasoning;

/// <summary>Stands in <see cref="Microsoft.Extensions.AI.ChatResponseUpdate.RawRepresentation"/> of an update that takes back all text before it: it was the model's thoughts.</summary>
internal sealed class TextWasReasoning
{
    public static TextWasReasoning Instance { get; } = new();
}
