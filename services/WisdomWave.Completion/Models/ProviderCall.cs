namespace WisdomWave.Completion.Models;

/// <summary>Stands in <see cref="Microsoft.Extensions.AI.ChatResponseUpdate.RawRepresentation"/> of the update before each call of the provider.</summary>
/// <param name="Model">That is called.</param>
/// <param name="IsStandIn">Whether it stands in for the model that was asked.</param>
internal sealed record ProviderCall(string? Model, bool IsStandIn);
