using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Resources;

/// <summary>Asks a service's <c>/health</c>. A degraded service still serves, so it counts as healthy, with its status as the description.</summary>
internal sealed class ServiceHealth(EndpointReference endpoint) : IHealthCheck
{
    // Loopback only, so never through a proxy.
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false });

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!endpoint.IsAllocated)
            return HealthCheckResult.Unhealthy("The endpoint has no address yet.");

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint.Url}/health");
            using var response = await Http.SendAsync(request, cancellationToken);
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
