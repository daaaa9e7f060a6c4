using System.ClientModel;

namespace WisdomWave.Completion.Models;

internal static class ProviderFailures
{
    /// <summary>What an error response of the provider means.</summary>
    public static ProviderFailure Of(ClientResultException exception, TimeProvider time)
    {
        if (exception.GetRawResponse() is not { } response)
            return new(FailureTable.KindOf(0, null), exception.Status);

        response.Headers.TryGetValue("Retry-After", out var retryAfter);
        response.Headers.TryGetValue("retry-after-ms", out var milliseconds);
        return new(
            FailureTable.KindOf(response.Status, ProviderError.FromBody(response.Content.ToMemory())),
            response.Status,
            FailureTable.RetryAfter(retryAfter, milliseconds, time.GetUtcNow()));
    }
}
