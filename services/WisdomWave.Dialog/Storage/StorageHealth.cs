using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.Dialog.Storage;

/// <summary>Whether messages can be stored. After a failure every health check tries a write, so that the result is never stale.</summary>
internal sealed class StorageHealth(DatabaseWriter writer) : IHealthCheck
{
    // Changes nothing, but needs the write lock and disk space.
    private const string Touch = "PRAGMA user_version = 0";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!writer.IsFailing)
            return HealthCheckResult.Healthy();

        try
        {
            await writer.WriteAsync(session => session.Execute(Touch), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageUnavailableException exception)
        {
            return HealthCheckResult.Degraded($"The database cannot be written: {exception.Message}");
        }
    }
}
