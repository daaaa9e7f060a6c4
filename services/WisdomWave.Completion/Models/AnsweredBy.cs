namespace WisdomWave.Completion.Models;

/// <summary>Stands in <see cref="Microsoft.Extensions.AI.ChatResponseUpdate.RawRepresentation"/> of an update that tells that another model answers than was asked.</summary>
/// <param name="Model">Its name in the configuration.</param>
internal sealed record AnsweredBy(string Model);
