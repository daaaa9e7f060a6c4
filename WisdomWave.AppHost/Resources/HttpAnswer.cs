using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Resources;

/// <summary>
/// Checks that a GET request for this path succeeds. The body becomes the description: a degraded service counts as healthy, because it
/// still works, and the dashboard shows its message.
/// </summary>
internal sealed class HttpAnswer(EndpointReference endpoint, string path) : IHealthCheck
{
    // No proxy, because the services are on loopback.
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false });

    public EndpointReference Endpoint => endpoint;

    public string Path => path;

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
