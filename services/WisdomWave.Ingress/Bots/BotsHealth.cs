using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.Ingress.Bots;

/// <summary>Degraded while some bot does not receive, unhealthy when no bot ever will without a restart.</summary>
internal sealed class BotsHealth(BotFleet fleet) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var states = fleet.Statuses.Select(status => $"{status.Name}: {status.State}").ToList();
        var description = string.Join(", ", states);
        return Task.FromResult(
            fleet.Statuses.All(status => status.State == BotState.Receiving) ? HealthCheckResult.Healthy(description)
            : fleet.Statuses.All(status => status.State == BotState.TokenRejected) ? HealthCheckResult.Unhealthy(description)
            : HealthCheckResult.Degraded(description));
    }
}
