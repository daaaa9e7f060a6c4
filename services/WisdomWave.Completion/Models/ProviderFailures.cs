using System.ClientModel;
using System.Text.Json;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>Which failure an exception of the OpenAI SDK is.</summary>
internal static class ProviderFailures
{
    /// <returns>Null for an exception that is nobody's failure but ours.</returns>
    public static ProviderFailure? Of(Exception exception, TimeProvider time) => exception switch
    {
        ClientResultException response when response.GetRawResponse() is not null || response.Status != 0 => OfResponse(response, time),
        ClientResultException { InnerException: { } inner } => Of(inner, time),
        AggregateException { InnerExceptions: [var only] } => Of(only, time),
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        } => new(FailureKind.Unavailable) { WasNotReached = true },
        OperationCanceledException => new(FailureKind.TimedOut),
        IOException or HttpRequestException or ClientResultException => new(FailureKind.Unavailable),
        // What the SDK stumbles over although it was put right before: the provider had answered.
        JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException or OverflowException or KeyNotFoundException =>
            new(FailureKind.Unavailable, 200) { Error = new(null, exception.GetType().Name, null, "The SDK cannot read the answer.") },
        _ => null,
    };

    private static ProviderFailure OfResponse(ClientResultException exception, TimeProvider time)
    {
        if (exception.GetRawResponse() is not { } response)
            return new(FailureTable.KindOf(exception.Status, null), exception.Status);

        response.Headers.TryGetValue("Retry-After", out var retryAfter);
        response.Headers.TryGetValue("retry-after-ms", out var milliseconds);
        var error = ProviderError.FromBody(response.Content.ToMemory());
        return new(
            FailureTable.KindOf(response.Status, error),
            response.Status,
            FailureTable.RetryAfter(retryAfter, milliseconds, time.GetUtcNow()))
        {
            Error = error,
        };
    }
}
