using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <param name="Kind">What to do about it.</param>
/// <param name="Status">Of the response; 0 when there was none.</param>
/// <param name="RetryAfter">As the provider asked.</param>
internal readonly record struct ProviderFailure(FailureKind Kind, int Status = 0, TimeSpan? RetryAfter = null);
