using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// Migrates the database to the schema of this version. An interrupted upgrade starts over from the copy that was made before it, so
/// the upgrade happens completely or not at all.
/// </summary>
internal sealed partial class SchemaUpgrade(
    DialogDatabase database,
    UpgradeCopies copies,
    IDbContextFactory<DialogContext> contexts,
    IOptions<StorageOptions> options,
    TimeProvider time,
    ILogger<SchemaUpgrade> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly HashSet<string> Known = MigrationsOf<DialogContext>();

    /// <summary>The migrations of this version.</summary>
    public static HashSet<string> MigrationsOf<TContext>()
        where TContext : DialogContext =>
        [
            .. typeof(DialogContext).Assembly.GetTypes()
                .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(TContext))
                .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>(),
        ];

    /// <exception cref="StartupException">The database belongs to a newer or a too early version, or another process does not finish its upgrade.</exception>
    public async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(UpgradeLock.PathOf(database)) && await IsCurrentAsync(cancellationToken))
            return;

        using var held = await TakeLockAsync(cancellationToken);
        if (held.BegunFrom is { } begunFrom)
            BeginAgain(begunFrom);
        if (!await IsCurrentAsync(cancellationToken))
            await MigrateAsync(held, cancellationToken);
        held.Complete();
    }

    private async Task MigrateAsync(UpgradeLock held, CancellationToken cancellationToken)
    {
        var hasData = await HasDataAsync(cancellationToken);
        var copy = hasData ? copies.Make() : "";
        held.Begin(copy);
        PrivateFiles.Create(database.Path);

        // Entity Framework's own lock is a row that outlives a killed process. Our lock, which this process holds, replaces it.
        await ExecuteAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock" """, cancellationToken);
        if (hasData)
            LogUpgrading();
        try
        {
            if (hasData && (await AppliedAsync(cancellationToken)).Any(EarlierMigrations.Contain))
                await ExecuteAsync(EarlierMigrations.Replace(ProductInfo.GetVersion()), cancellationToken);
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }
        catch (SqliteException exception) when (!StorageFault.Is(exception))
        {
            throw new StartupException(
                $"The database ({database.Path}) could not be upgraded to this version ({exception.Message}): " +
                $"start the previous version with the copy that was made before the upgrade ({copy}).", exception);
        }

        copies.DeleteOld();
    }

    private void BeginAgain(string begunFrom)
    {
        // A pooled connection would keep using the deleted file.
        SqliteConnection.ClearAllPools();
        if (begunFrom.Length == 0)
        {
            LogBeganNew();
            copies.DeleteDatabase();
        }
        else if (File.Exists(begunFrom))
        {
            LogPutBack(begunFrom);
            copies.PutBack(begunFrom);
        }
        else
        {
            LogCopyGone(begunFrom);
        }
    }

    private async Task<UpgradeLock> TakeLockAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            if (UpgradeLock.TryTake(database) is { } held)
                return held;

            if (isFirst)
                LogWaiting(UpgradeLock.PathOf(database), options.Value.UpgradeTimeout);
            if (time.GetElapsedTime(started) > options.Value.UpgradeTimeout)
            {
                throw new StartupException(
                    $"Another process has been upgrading the database ({database.Path}) for longer than {options.Value.UpgradeTimeout:g}: " +
                    "wait until it has finished, or stop it, then start again.");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Avoids EF's migrator, which needs 250 ms to find that there is nothing to do.</summary>
    private async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        if (!await HasDataAsync(cancellationToken))
            return false;

        var applied = await AppliedAsync(cancellationToken);
        var earlier = applied.Where(EarlierMigrations.Contain).ToList();
        if (NewerIn(applied) is { } newer)
        {
            throw new StartupException(
                $"The database ({database.Path}) belongs to a newer version of WisdomWave (it has {newer}): start that version" +
                (copies.Newest is { } copy ? $", or go back by replacing the database with the copy from before the upgrade ({copy})." : "."));
        }

        EarlierMigrations.Check(database, earlier);
        return earlier.Count == 0 && applied.Count == Known.Count;
    }

    /// <summary>The last of a database's migrations that this version does not know; null when it knows all.</summary>
    public static string? NewerIn(IEnumerable<string> applied) =>
        applied.Where(migration => !Known.Contains(migration) && !EarlierMigrations.Contain(migration)).Max(StringComparer.Ordinal);

    private Task<List<string>> AppliedAsync(CancellationToken cancellationToken) =>
        ListAsync("""SELECT "MigrationId" FROM "__EFMigrationsHistory" """, cancellationToken);

    /// <summary>Whether any version has ever migrated the database.</summary>
    private async Task<bool> HasDataAsync(CancellationToken cancellationToken) =>
        File.Exists(database.Path)
        && (await ListAsync("""SELECT "name" FROM sqlite_master WHERE "name" = '__EFMigrationsHistory'""", cancellationToken)).Count > 0
        && (await ListAsync("""SELECT "MigrationId" FROM "__EFMigrationsHistory" LIMIT 1""", cancellationToken)).Count > 0;

    private async Task<List<string>> ListAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
            values.Add(rows.GetString(0));
        return values;
    }

    /// <summary>Runs all statements in one transaction.</summary>
    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Upgrading the database to this version; a copy of the old one is kept")]
    private partial void LogUpgrading();

    [LoggerMessage(LogLevel.Warning, "Another process is upgrading the database (it holds {Lock}): waiting for up to {Patience}")]
    private partial void LogWaiting(string @lock, TimeSpan patience);

    [LoggerMessage(LogLevel.Warning, "An upgrade of the database was interrupted: starting over from the copy made before it ({Copy})")]
    private partial void LogPutBack(string copy);

    [LoggerMessage(LogLevel.Warning, "The first start was interrupted while it created the database: creating it again")]
    private partial void LogBeganNew();

    [LoggerMessage(LogLevel.Error, "An upgrade of the database was interrupted, and the copy made before it is missing ({Copy}): continuing with the current file")]
    private partial void LogCopyGone(string copy);
}
