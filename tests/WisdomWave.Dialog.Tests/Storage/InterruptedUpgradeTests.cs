using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage;
using WisdomWave.ServiceDefaults.Startup;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Storage;

/// <summary>Interrupted upgrades, concurrent upgrades, and the way back to an older version.</summary>
public sealed class InterruptedUpgradeTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-upgrade-").FullName;
    private readonly LogLines _log = new();

    private string Database => Path.Combine(_folder, "dialog.db");

    private string Lock => $"{Database}.upgrade";

    [Fact]
    public async Task ALockThatADeadProcessLeftInTheDatabaseDoesNotStopTheStart()
    {
        EarlierDatabase.CreateAt(Database);
        Execute(Database, """
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-27 00:00:00+00:00')
            """);

        await using var app = await StartAsync().WaitAsync(TimeSpan.FromMinutes(2), Token);

        Assert.Equal(3L, Scalar(Database, "SELECT \"Questions\" FROM \"Usage\""));
    }

    [Fact]
    public async Task AnInterruptedUpgradeStartsOverFromItsCopy()
    {
        EarlierDatabase.CreateAt(Database);
        var copy = Path.Combine(_folder, "dialog.before-upgrade-20261127-000000-000.db");
        File.Copy(Database, copy);

        // EF changes a SQLite table by creating a new one; this is the state between two steps.
        Execute(Database, "ALTER TABLE \"Usage\" RENAME TO \"ef_temp_Usage\"");
        await File.WriteAllTextAsync(Lock, $"{copy}\n", Token);

        await using var app = await StartAsync();

        Assert.Equal(3L, Scalar(Database, "SELECT \"Questions\" FROM \"Usage\""));
        Assert.Contains(_log.Of(LogLevel.Warning), line => line.Contains("was interrupted", StringComparison.Ordinal));
        Assert.False(File.Exists(Lock));
    }

    [Fact]
    public async Task AnInterruptedFirstStartStartsOver()
    {
        Execute(Database, "CREATE TABLE \"Turns\" (\"Half\" TEXT)");
        await File.WriteAllTextAsync(Lock, "\n", Token);

        await using var app = await StartAsync();

        Assert.Equal(0L, Scalar(Database, "SELECT COUNT(\"Question\") FROM \"Turns\""));
        Assert.False(File.Exists(Lock));
    }

    [Fact]
    public async Task ARepeatedlyKilledUpgradeLosesNothing()
    {
        EarlierDatabase.CreateAt(Database);
        using var process = new DialogProcess(_folder, "http://127.0.0.1:9");
        for (var kill = 0; kill < 2; kill++)
        {
            process.Begin();
            using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (!File.Exists(Lock) || new FileInfo(Lock).Length == 0)
                await Task.Delay(1, late.Token);
            await process.KillAsync();
            if (!File.Exists(Lock))
                break;
        }

        await process.StartAsync(Token);

        await process.KillAsync();
        Assert.Equal((3L, "ok"), (Scalar(Database, "SELECT \"Questions\" FROM \"Usage\""), Scalar(Database, "PRAGMA integrity_check")));
    }

    [Fact]
    public async Task AnUpgradeByAnotherProcessIsAwaitedAndThenReported()
    {
        var other = UpgradeLock.TryTake(new DialogDatabase(Options.Create(new StorageOptions { DataDirectory = _folder })))!;

        var failure = await Assert.ThrowsAsync<StartupException>(() => StartAsync("--Storage:UpgradeTimeout=00:00:00.3"));

        Assert.StartsWith($"Another process has been upgrading the database ({Database}) for longer than ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(_log.Of(LogLevel.Warning), line => line.StartsWith($"Another process is upgrading the database (it holds {Lock}): waiting for up to ", StringComparison.Ordinal));

        var starting = StartAsync("--Storage:UpgradeTimeout=00:05:00");
        await Eventually.HoldsAsync(() => _log.Of(LogLevel.Warning).Count == 2, "the second start says that it waits");
        other.Dispose();
        await (await starting).DisposeAsync();
    }

    [Fact]
    public async Task ADatabaseOfANewerVersionIsRefusedWithTheWayBack()
    {
        MigratedDatabase.CopyTo(Database);
        Execute(Database, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '10.0')");
        var sentence = $"The database ({Database}) belongs to a newer version of WisdomWave (it has 99990101000000_Future): start that version";

        Assert.Equal($"{sentence}.", (await Assert.ThrowsAsync<StartupException>(() => StartAsync())).Message);
        var copy = Path.Combine(_folder, "dialog.before-upgrade-20261127-000000-000.db");
        await File.WriteAllTextAsync(copy, "", Token);
        Assert.Equal(
            $"{sentence}, or go back by replacing the database with the copy from before the upgrade ({copy}).",
            (await Assert.ThrowsAsync<StartupException>(() => StartAsync())).Message);
    }

    [Fact]
    public async Task TheDatabaseIsCopiedBeforeAnUpgradeAndTheNewestTwoCopiesAreKept()
    {
        EarlierDatabase.CreateAt(Database);
        foreach (var day in (string[])["20260101", "20260102", "20260103"])
            await File.WriteAllTextAsync(Path.Combine(_folder, $"dialog.before-upgrade-{day}-000000-000.db"), day, Token);

        await (await StartAsync()).DisposeAsync();
        await (await StartAsync()).DisposeAsync();

        var copies = Directory.GetFiles(_folder, "dialog.before-upgrade-*.db").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, copies.Count);
        Assert.EndsWith("20260103-000000-000.db", copies[0], StringComparison.Ordinal);
        Assert.Equal((EarlierDatabase.LastMigration, 3L), (Scalar(copies[1], "SELECT MAX(\"MigrationId\") FROM \"__EFMigrationsHistory\""), Scalar(copies[1], "SELECT \"Questions\" FROM \"Usage\"")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copies[1]));
    }

    [Fact]
    public async Task OnlyTheServicesOwnUserMayReadTheDatabase()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes: run it on Linux or macOS.");
            return;
        }

        const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite, OwnFolder = OwnFile | UnixFileMode.UserExecute;
        var folder = Path.Combine(_folder, "new");

        await using (await StartInAsync(folder))
        {
            Assert.Equal(OwnFolder, File.GetUnixFileMode(folder));
            Assert.All(["dialog.db", "dialog.db-wal", "dialog.db-shm"], file => Assert.Equal(OwnFile, ModeOf(Path.Combine(folder, file))));
        }

        // The modes that an earlier version has left. The folder may be shared on purpose.
        var open = OwnFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(Path.Combine(folder, "dialog.db"), open);
        File.SetUnixFileMode(folder, OwnFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        await using (await StartInAsync(folder))
        {
            Assert.All(["dialog.db", "dialog.db-wal", "dialog.db-shm"], file => Assert.Equal(OwnFile, ModeOf(Path.Combine(folder, file))));
            Assert.Equal(OwnFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute, File.GetUnixFileMode(folder));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<IAsyncDisposable> StartAsync(params string[] settings) => StartInAsync(_folder, settings);

    private async Task<IAsyncDisposable> StartInAsync(string folder, params string[] settings)
    {
        var app = DialogApp.Build(
            ["--urls=http://127.0.0.1:0", $"--WISDOMWAVE_DATA_DIR={folder}", "--Logging:Console:LogLevel:Default=None", "--Stopping:Timeout=0", .. settings],
            builder => builder.Logging.AddProvider(_log));
        try
        {
            await app.StartAsync(Token);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static void Execute(string path, string sql) => _ = Scalar(path, sql);

    private static object? Scalar(string path, string sql)
    {
        using var connection = new SqliteConnection(string.Create(CultureInfo.InvariantCulture, $"Data Source={path};Pooling=False"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
