using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Resources;

/// <summary>Asks a service's <c>/health</c>. A degraded service still serves, so it counts as healthy, with its status as the description.</summary>
/// <remarks>
/// Aspire probes a starting resource after 1, 2, 3, 4, 5, 5 … seconds, which adds 2 to 3 s to the start of everything that waits.
/// One probe of ours therefore asks every 100 ms for up to 5 s.
/// </remarks>
internal sealed class ServiceHealth(EndpointReference endpoint, HttpMessageInvoker http, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private const int Attempts = 50;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await AskAsync(cancellationToken);
            if (result.Status == HealthStatus.Healthy || attempt == Attempts)
                return result;
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private async Task<HealthCheckResult> AskAsync(CancellationToken cancellationToken)
    {
        if (!endpoint.IsAllocated)
            return HealthCheckResult.Unhealthy("The endpoint has no address yet.");

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint.Url}/health");
            using var response = await http.SendAsync(request, cancellationToken);
            var status = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? HealthCheckResult.Healthy(status)
                : HealthCheckResult.Unhealthy($"/health answers {(int)response.StatusCode}: {status}");
        }
        catch (HttpRequestException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}

internal static class ServiceHealthExtensions
{
    // Loopback only, so never through a proxy. The limit of a single request is the health check's own time-out.
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) });

    public static IResourceBuilder<ProjectResource> WithServiceHealth(this IResourceBuilder<ProjectResource> service)
    {
        var name = $"{service.Resource.Name} is ready";
        service.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            name, new ServiceHealth(service.GetEndpoint("http"), Http, TimeProvider.System), HealthStatus.Unhealthy, tags: null, timeout: TimeSpan.FromSeconds(20)));
        return service.WithHealthCheck(name);
    }
}
