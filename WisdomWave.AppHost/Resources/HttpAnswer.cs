using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Resources;

/// <summary>
/// A GET on this path is answered with a status of success. The body becomes the description: a degraded service still serves, so it
/// counts as healthy, and the dashboard shows what it says.
/// </summary>
internal sealed class HttpAnswer(EndpointReference endpoint, string path) : IHealthCheck
{
    // Loopback only, so never through a proxy.
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false });

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!endpoint.IsAllocated)
            return HealthCheckResult.Unhealthy("The endpoint has no address yet.");

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.Url + path);
            using var response = await Http.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? HealthCheckResult.Healthy(answer)
                : HealthCheckResult.Unhealthy($"{path} answers {(int)response.StatusCode}: {answer}");
        }
        catch (HttpRequestException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
