using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// Whether messages can be stored: the disk has room, and the last write succeeded. After a failed write every health check tries one, so
/// that the result is never stale.
/// </summary>
internal sealed class StorageHealth(DatabaseWriter writer, IDatabaseEngine database) : IHealthCheck
{
    // On a full disk, small writes may still fit into the space that the write-ahead log already has, so a write that succeeds proves
    // little. The longest message with its reply takes less than this.
    private const long MinFreeBytes = 256 * 1024;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (database.FreeBytes is < MinFreeBytes and var free)
            return HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"The disk of the database is full: {free / 1024} KB are left."));
        if (!writer.IsFailing)
            return HealthCheckResult.Healthy();

        try
        {
            await writer.WriteAsync(session =>
            {
                session.Touch();
                return true;
            }, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageUnavailableException exception)
        {
            return HealthCheckResult.Degraded($"The database cannot be written: {exception.Message}");
        }
    }
}
