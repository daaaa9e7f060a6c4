using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>A call for a vector; stands in <see cref="Microsoft.Extensions.AI.ChatResponseUpdate.RawRepresentation"/> of an update that tells what it took.</summary>
/// <param name="Question">Null for a vector without a direction.</param>
/// <param name="Spent">Whatever came of it.</param>
internal sealed record EmbeddingCall(EmbeddedQuestion? Question, ModelUsage Spent);
