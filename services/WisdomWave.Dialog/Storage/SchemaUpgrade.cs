using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// Brings the database to this version's schema: all of it or nothing, as an upgrade that was interrupted begins again from the copy
/// that was made before.
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

    /// <summary>This version's migrations.</summary>
    private static readonly HashSet<string> Known =
        [.. typeof(DialogContext).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>()];

    /// <exception cref="StartupException">The database is of a newer version, or another process does not end its upgrade.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
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

        // Entity Framework's own lock is a row, which nobody takes away when its owner dies. This process holds ours.
        await ExecuteAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock" """, cancellationToken);
        if (hasData)
            LogUpgrading();
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }
        catch (SqliteException exception) when (!StorageFault.Is(exception))
        {
            throw new StartupException(
                $"The database ({database.Path}) could not be upgraded to this version ({exception.Message}): " +
                $"start the version before; it goes on with the copy from before the upgrade ({copy}).", exception);
        }

        copies.DeleteOld();
    }

    private void BeginAgain(string begunFrom)
    {
        // A pooled connection of this process would see the file that is taken away.
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
                LogWaiting(UpgradeLock.PathOf(database), options.Value.UpgradePatience);
            if (time.GetElapsedTime(started) > options.Value.UpgradePatience)
            {
                throw new StartupException(
                    $"Another process has been upgrading the database ({database.Path}) for longer than {options.Value.UpgradePatience:g}: " +
                    "wait until it has ended, or stop it, and start again.");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Asked without EF's migrator, which takes a quarter of a second of every start to find nothing to do.</summary>
    private async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        if (!await HasDataAsync(cancellationToken))
            return false;

        var applied = await ListAsync("""SELECT "MigrationId" FROM "__EFMigrationsHistory" """, cancellationToken);
        if (applied.Where(migration => !Known.Contains(migration)).Max(StringComparer.Ordinal) is { } newer)
        {
            throw new StartupException(
                $"The database ({database.Path}) belongs to a newer version of WisdomWave (it has {newer}): start that version" +
                (copies.Newest is { } copy ? $", or go back by putting the copy from before the upgrade in its place ({copy})." : "."));
        }

        return applied.Count == Known.Count;
    }

    /// <summary>Whether a version has ever migrated it.</summary>
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

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "The database is upgraded to this version; a copy of it as it was is kept")]
    private partial void LogUpgrading();

    [LoggerMessage(LogLevel.Warning, "Another process upgrades the database (it holds {Lock}): waiting for it, for {Patience} at most")]
    private partial void LogWaiting(string @lock, TimeSpan patience);

    [LoggerMessage(LogLevel.Warning, "An upgrade of the database was interrupted: it begins again from the copy made before ({Copy})")]
    private partial void LogPutBack(string copy);

    [LoggerMessage(LogLevel.Warning, "The first start was interrupted while it made the database: it is made again")]
    private partial void LogBeganNew();

    [LoggerMessage(LogLevel.Error, "An upgrade of the database was interrupted, and the copy made before is gone ({Copy}): the upgrade goes on with what there is")]
    private partial void LogCopyGone(string copy);
}
