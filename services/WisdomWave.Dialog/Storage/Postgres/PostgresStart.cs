using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage.Backups;

namespace WisdomWave.Dialog.Storage.Postgres;

/// <summary>Prepares the database before the service accepts requests: connection, version of the server, schema.</summary>
internal sealed partial class PostgresStart(
    PostgresDatabase database, PostgresSchema schema, IOptions<BackupOptions> backups, ILogger<PostgresStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await schema.UpgradeAsync(cancellationToken);
            database.OpenForWriting().Dispose();
        }
        catch (Exception exception) when (PostgresProblems.Describe(exception, database) is { } problem)
        {
            throw problem;
        }

        if (backups.Value.Interval > TimeSpan.Zero)
            LogNoBackups();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Backup:Interval has no effect, because the database is on PostgreSQL: schedule pg_dump or your server's own backup")]
    private partial void LogNoBackups();
}
