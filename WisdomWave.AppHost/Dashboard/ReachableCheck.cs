using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>
/// Checks whether a server answers at all. It requests only the origin, without a token or key, so a check is free and leaks no secret.
/// An error such as 401 or 404 is an answer, too; redirects are not followed.
/// </summary>
internal sealed class ReachableCheck(Uri origin, IWebProxy proxy) : IHealthCheck
{
    /// <summary>How long it waits for the answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // It runs every half minute, so keeping the connection open is not worthwhile.
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Proxy = proxy }) { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(origin, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            return status is >= 500 and not 501
                ? HealthCheckResult.Unhealthy($"{origin.Host} answers with status {status}, a server error.")
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
