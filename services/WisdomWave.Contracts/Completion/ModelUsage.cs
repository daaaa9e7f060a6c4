namespace WisdomWave.Contracts.Completion;

/// <summary>What one call of a model took.</summary>
/// <param name="Model">Its name in the configuration.</param>
/// <param name="Usage">As the provider counted; nothing where it counts no tokens.</param>
/// <param name="Cost">In the operator's currency; null where the model's price is not known.</param>
public sealed record ModelUsage(string Model, TokenUsage Usage, decimal? Cost);
