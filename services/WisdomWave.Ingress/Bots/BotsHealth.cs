using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.Ingress.Bots;

/// <summary>Degraded while some bot does not receive, or drops what it receives. Never unhealthy: each bot recovers by itself.</summary>
internal sealed class BotsHealth(BotFleet fleet) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var description = string.Join(", ", fleet.Statuses.Select(Describe));
        return Task.FromResult(fleet.Statuses.All(status => status is { State: BotState.Receiving, Old: 0 })
            ? HealthCheckResult.Healthy(description)
            : HealthCheckResult.Degraded(description));
    }

    private static string Describe(BotStatus status) =>
        status.Old == 0 ? $"{status.Name}: {status.State}" : $"{status.Name}: {status.State}, dropped {status.Old} messages as older than a day";
}
