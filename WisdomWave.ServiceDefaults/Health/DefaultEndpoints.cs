using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.ServiceDefaults.Health;

public static class DefaultEndpoints
{
    /// <summary>The tag of health checks that only show that the process responds.</summary>
    public const string Live = "live";

    private const string HealthPath = "/health";
    private const string AlivePath = "/alive";
    private const string MetricsPath = "/metrics";

    /// <summary>Maps <c>/health</c> (the service is ready), <c>/alive</c> (the process responds) and <c>/metrics</c> (for Prometheus).</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(HealthPath).DisableHttpMetrics().IsOpenToOthers();
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) }).DisableHttpMetrics().IsOpenToOthers();
        app.MapPrometheusScrapingEndpoint(MetricsPath).DisableHttpMetrics().IsOpenToOthers();
        return app;
    }

    internal static bool IsProbe(PathString path) =>
        path.StartsWithSegments(HealthPath) || path.StartsWithSegments(AlivePath) || path.StartsWithSegments(MetricsPath);
}
