using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.Completion.Caching;

/// <summary>Without its cache the service is slower and dearer, but it serves.</summary>
internal sealed class CacheHealthCheck(CacheConnection connection) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(connection.Database is null ? HealthCheckResult.Degraded("The response cache is away.") : HealthCheckResult.Healthy());
}
