using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <param name="Kind">What to do about it.</param>
/// <param name="Status">Of the response; 0 when there was none.</param>
/// <param name="RetryAfter">As the provider asked.</param>
internal readonly record struct ProviderFailure(FailureKind Kind, int Status = 0, TimeSpan? RetryAfter = null)
{
    /// <summary>In the provider's words; null where it had none.</summary>
    public ProviderError? Error { get; init; }

    /// <summary><see cref="Error"/> for the log.</summary>
    public ProviderError Words => Error ?? ProviderError.None;

    /// <summary>Whether the provider cannot have seen the call, and nobody pays for it: no connection came about.</summary>
    public bool WasNotReached { get; init; }

    /// <summary>Whether the provider had taken the question, so that asking again costs again.</summary>
    public bool WasAccepted => Status is >= 200 and < 300;
}
