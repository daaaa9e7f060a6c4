using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>Time limits for each kind of call; a client without a kind keeps .NET's defaults.</summary>
public static class HttpClientKinds
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    // Connections expire, so that a service that moved is found again.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// For calls whose response streams for as long as it takes: only connecting has a time limit, and nothing is retried. The caller
    /// limits the whole call with its cancellation token and reads with <c>HttpCompletionOption.ResponseHeadersRead</c>.
    /// </summary>
    public static IHttpClientBuilder ForEventStreams(this IHttpClientBuilder http) => http
        .UseSocketsHttpHandler((handler, _) =>
        {
            handler.ConnectTimeout = ConnectTimeout;
            handler.PooledConnectionLifetime = ConnectionLifetime;
            handler.UseCookies = false;
            // Close an abandoned stream immediately; by default .NET reads its rest for up to 2 s.
            handler.ResponseDrainTimeout = TimeSpan.Zero;
        })
        // The handler's connections expire already; a rotation of handlers would only split the connection pool.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan);
}
