using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage.Postgres;

/// <summary>
/// Migrates the database to the schema of this version. Each migration is a transaction, so an interrupted upgrade continues at the next
/// start. Processes that start at the same time wait for each other.
/// </summary>
internal sealed partial class PostgresSchema(
    PostgresDatabase database, IDbContextFactory<PostgresContext> contexts, IOptions<StorageOptions> options, TimeProvider time, ILogger<PostgresSchema> logger)
{
    /// <summary>Any number that no other application uses in the same database.</summary>
    private const long LockKey = 0x5769_7364_6F6D_5761;

    /// <summary>The first version with pg_current_xact_id and pg_xact_status for it.</summary>
    private const int OldestServer = 13;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The migrations of this version.</summary>
    private static readonly HashSet<string> Known = SchemaUpgrade.MigrationsOf<PostgresContext>();

    /// <exception cref="StartupException">The database or the server does not suit this version, or another process does not finish its upgrade.</exception>
    public async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        // Not from the pool: the lock belongs to the connection.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ToString());
        await OpenAsync(connection, cancellationToken);
        await CheckServerAsync(connection, cancellationToken);
        if (await IsCurrentAsync(connection, cancellationToken))
            return;

        await LockAsync(connection, cancellationToken);
        if (await IsCurrentAsync(connection, cancellationToken))
            return;

        LogUpgrading();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Whether the database has exactly the migrations of this version.</summary>
    public async Task<bool> IsCurrentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new List<string>();
        await using var exists = new NpgsqlCommand("""SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL""", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is true)
        {
            await using var list = new NpgsqlCommand("""SELECT "MigrationId" FROM "__EFMigrationsHistory" """, connection);
            await using var rows = await list.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                applied.Add(rows.GetString(0));
        }

        if (applied.Where(migration => !Known.Contains(migration)).Max(StringComparer.Ordinal) is { } newer)
        {
            throw new StartupException(
                $"The database {database.Name} on PostgreSQL belongs to a newer version of WisdomWave (it has {newer}): start that version, or restore a dump from before the upgrade.");
        }

        return applied.Count == Known.Count;
    }

    /// <summary>Waits while the server itself is still starting.</summary>
    private async Task OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        for (var started = time.GetTimestamp(); ;)
        {
            try
            {
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (PostgresException exception) when (
                exception.SqlState == PostgresErrorCodes.CannotConnectNow && time.GetElapsedTime(started) <= options.Value.UpgradeTimeout)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw new StartupException(
                string.Create(CultureInfo.InvariantCulture, $"PostgreSQL at {database.Server} is version {connection.PostgreSqlVersion.Major}: WisdomWave needs {OldestServer} or later."));
        }

        await using var encoding = new NpgsqlCommand("SHOW server_encoding", connection);
        if (await encoding.ExecuteScalarAsync(cancellationToken) is not "UTF8" and var other)
        {
            throw new StartupException(
                $"The database {database.Name} on PostgreSQL has the encoding {other}, which cannot store every message: create it with createdb -E UTF8 -T template0 {database.Name}.");
        }
    }

    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        var started = time.GetTimestamp();
        for (var isFirst = true; await take.ExecuteScalarAsync(cancellationToken) is not true; isFirst = false)
        {
            if (isFirst)
                LogWaiting(options.Value.UpgradeTimeout);
            if (time.GetElapsedTime(started) > options.Value.UpgradeTimeout)
            {
                throw new StartupException(
                    $"Another process has been upgrading the database {database.Name} on PostgreSQL for longer than {options.Value.UpgradeTimeout:g}: " +
                    "wait until it has finished, or stop it, then start again.");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Upgrading the database on PostgreSQL to this version")]
    private partial void LogUpgrading();

    [LoggerMessage(LogLevel.Warning, "Another process is upgrading the database on PostgreSQL: waiting for up to {Patience}")]
    private partial void LogWaiting(TimeSpan patience);
}
