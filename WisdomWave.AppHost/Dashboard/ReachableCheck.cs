using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>
/// Whether a server answers at all. Only the origin is asked: no token and no key, neither in a header nor in a path, and nothing
/// that costs money. A refusal (401, 404) is an answer too; a redirect is not followed.
/// </summary>
internal sealed class ReachableCheck(Uri origin, IWebProxy proxy) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Asked every half minute, so no connection is worth keeping.
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Proxy = proxy }) { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(origin, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            return status is >= 500 and not 501
                ? HealthCheckResult.Unhealthy($"{origin.Host} answers with status {status}; it has a problem.")
                : HealthCheckResult.Healthy($"{origin.Host} answers.");
        }
        catch (HttpRequestException exception)
        {
            return HealthCheckResult.Unhealthy($"{origin.Host} cannot be reached from this machine: {exception.GetBaseException().Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"{origin.Host} did not answer within {Patience.TotalSeconds:0} s.");
        }
    }
}
