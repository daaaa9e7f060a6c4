using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>Time limits and retries by the kind of call; a client without one of these has .NET's defaults.</summary>
public static class HttpClientKinds
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Short calls that may be repeated: reads, and writes that the receiver knows again (a unique key in the body).
    /// Up to 4 tries of 5 s within 15 s, with jitter, <c>Retry-After</c> honoured.
    /// </summary>
    public static IHttpClientBuilder ForIdempotentCalls(this IHttpClientBuilder http)
    {
        http.WithOwnConnections();
        http.ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan);
        http.AddResilienceHandler("idempotent", pipeline => pipeline
            .AddTimeout(TimeSpan.FromSeconds(15))
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 3,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                UseJitter = true,
            })
            .AddTimeout(TimeSpan.FromSeconds(5)));
        return http;
    }

    /// <summary>
    /// Calls whose answer streams for as long as it takes: only connecting is limited, and nothing is repeated.
    /// The caller bounds the whole with its cancellation token and reads with <c>HttpCompletionOption.ResponseHeadersRead</c>.
    /// </summary>
    public static IHttpClientBuilder ForEventStreams(this IHttpClientBuilder http)
    {
        // A stream that is given up is closed at once; by default its rest would be read for up to 2 s.
        http.WithOwnConnections(handler => handler.ResponseDrainTimeout = TimeSpan.Zero);
        return http.ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan);
    }

    // Connections age here, so that a moved service is found again; rotating the handlers too would cut the pool in two.
    private static void WithOwnConnections(this IHttpClientBuilder http, Action<SocketsHttpHandler>? configure = null) => http
        .UseSocketsHttpHandler((handler, _) =>
        {
            handler.ConnectTimeout = ConnectTimeout;
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
            handler.UseCookies = false;
            configure?.Invoke(handler);
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
