namespace WisdomWave.Completion.SemanticCaching;

/// <summary>Stands in <see cref="Microsoft.Extensions.AI.ChatResponseUpdate.RawRepresentation"/> of the first update of an answer that was given to a similar question.</summary>
internal sealed class SimilarAnswer
{
    public static SimilarAnswer Instance { get; } = new();
}
