namespace WisdomWave.Completion.Models;

/// <summary>An expected failure of the provider, told by what can be done about it. Holds nothing that the provider wrote.</summary>
internal sealed class ProviderException(ProviderFailure failure, Exception? innerException = null)
    : Exception($"The provider failed: {failure.Kind}.", innerException)
{
    public ProviderFailure Failure { get; } = failure;
}
