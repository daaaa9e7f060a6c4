using System.ClientModel;
using System.Text.Json;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models.Failures;

/// <param name="Kind">The kind, which decides how it is handled.</param>
/// <param name="Status">The HTTP status; 0 without a response.</param>
/// <param name="RetryAfter">How long the provider asked to wait.</param>
internal readonly record struct ProviderFailure(FailureKind Kind, int Status = 0, TimeSpan? RetryAfter = null)
{
    /// <summary>The provider's error object; null if it sent none.</summary>
    public ProviderError? Error { get; init; }

    public ProviderError ErrorForLog => Error ?? ProviderError.None;

    /// <summary>Whether no connection was established, so that the provider cannot have seen the call and does not charge for it.</summary>
    public bool WasNotReached { get; init; }

    /// <summary>Whether the provider accepted the call, so that another one costs again.</summary>
    public bool WasAccepted => Status is >= 200 and < 300;

    /// <summary>Converts an exception of the OpenAI SDK.</summary>
    /// <returns>Null if the exception is a bug of this service rather than a failure of the provider.</returns>
    public static ProviderFailure? From(Exception exception, TimeProvider time) => exception switch
    {
        ClientResultException response when response.GetRawResponse() is not null || response.Status != 0 => FromResponse(response, time),
        ClientResultException { InnerException: { } inner } => From(inner, time),
        AggregateException { InnerExceptions: [var only] } => From(only, time),
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        } => new(FailureKind.Unavailable) { WasNotReached = true },
        OperationCanceledException => new(FailureKind.TimedOut),
        IOException or HttpRequestException or ClientResultException => new(FailureKind.Unavailable),
        // The SDK failed to read an answer despite its repair: the provider did answer.
        JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException or OverflowException or KeyNotFoundException =>
            new(FailureKind.Unavailable, 200) { Error = new(null, exception.GetType().Name, null, "The SDK cannot read the answer.") },
        _ => null,
    };

    private static ProviderFailure FromResponse(ClientResultException exception, TimeProvider time)
    {
        if (exception.GetRawResponse() is not { } response)
            return new(FailureClassifier.Classify(exception.Status, null), exception.Status);

        response.Headers.TryGetValue("Retry-After", out var retryAfter);
        response.Headers.TryGetValue("retry-after-ms", out var milliseconds);
        var error = ProviderError.FromBody(response.Content.ToMemory());
        return new(
            FailureClassifier.Classify(response.Status, error),
            response.Status,
            FailureClassifier.ParseRetryAfter(retryAfter, milliseconds, time.GetUtcNow()))
        {
            Error = error,
        };
    }
}

/// <summary>An expected failure of the provider. Its message contains nothing that the provider wrote.</summary>
internal sealed class ProviderException(ProviderFailure failure, Exception? innerException = null)
    : Exception($"The provider failed: {failure.Kind}.", innerException)
{
    public ProviderFailure Failure { get; } = failure;
}
