using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.Dialog.Storage;

/// <summary>Whether messages can be taken. Once that failed it is tried anew with each question, so that the answer is never stale.</summary>
internal sealed class StorageHealth(DatabaseWriter writer) : IHealthCheck
{
    // Changes nothing, but has to get hold of the lock and of room on the disk.
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
