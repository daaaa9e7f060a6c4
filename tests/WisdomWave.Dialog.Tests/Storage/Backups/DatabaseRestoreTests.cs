using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Storage.Backups;
using WisdomWave.ServiceDefaults.Startup;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Storage.Backups;

public sealed class DatabaseRestoreTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-restore-").FullName;

    private string Database => Path.Combine(_folder, "dialog.db");

    private string Aside => Path.Combine(_folder, "dialog.before-restore-20261127-120000-000.db");

    private string Backup => Path.Combine(_folder, "a-backup.db");

    [Fact]
    public async Task ADestroyedDatabaseIsRestoredFromABackupMadeUnderLoad()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AskAsync("Where is Lisbon?");
        using var end = new CancellationTokenSource();
        var others = Enumerable.Range(100, 4).Select(async person =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
                await dialog.AskAsync($"Question {i}", person);
        }).ToArray();
        await Eventually.HoldsAsync(() => dialog.Completion.Requests.Count > 20, "people are asking");

        var backup = await BackUpAsync(dialog);
        await end.CancelAsync();
        await Task.WhenAll(others);
        await dialog.AskAsync("This one is lost.");
        var folder = Path.GetDirectoryName(dialog.DatabasePath)!;
        Assert.Equal(
            $"The database {dialog.DatabasePath} is in use: stop WisdomWave, then restore again.",
            Assert.Throws<RestoreException>(() => new DatabaseRestore(folder, _time).Restore(backup)).Message);

        using var pooled = new SqliteConnection(dialog.Services.GetRequiredService<DialogDatabase>().ConnectionString);
        await dialog.RestartAsync(() =>
        {
            // A restore is another process; this one would go on with its open files.
            SqliteConnection.ClearPool(pooled);
            File.WriteAllBytes(dialog.DatabasePath, new byte[8192]);
            Assert.StartsWith($"Restored {backup} (5 conversations, ", new DatabaseRestore(folder, _time).Restore(backup), StringComparison.Ordinal);
        });

        await dialog.AskAsync("And Porto?");
        // Meanwhile the questions that were being answered during the backup are asked again.
        var prompt = dialog.Completion.Requests.Select(request => request.Messages.Skip(1).Select(message => message.Text).ToList()).Single(texts => texts[^1] == "And Porto?");
        Assert.Equal(["Where is Lisbon?", "And Porto?"], prompt.Where((_, index) => index % 2 == 0));
        Assert.Equal("ok", Ask(dialog.DatabasePath, "PRAGMA integrity_check"));
    }

    [Fact]
    public void ThePresentDatabaseIsKeptWithItsWriteAheadLog()
    {
        MigratedDatabase.CopyTo(Backup);
        MigratedDatabase.CopyTo(Database);

        // A killed service leaves a write-ahead log: a copy of the files of an open database is what a kill leaves.
        var open = Path.Combine(_folder, "open.db");
        File.Copy(Database, open);
        using (var connection = new SqliteConnection($"Data Source={open};Pooling=False"))
        {
            connection.Open();
            Ask(connection, "PRAGMA journal_mode=WAL; CREATE TABLE \"Notes\" (\"Text\" TEXT); INSERT INTO \"Notes\" VALUES ('present')");
            File.Copy(open, Database, overwrite: true);
            File.Copy(open + "-wal", Database + "-wal");
        }

        var said = new DatabaseRestore(_folder, _time).Restore(Backup);

        Assert.Equal($"Restored {Backup} (0 conversations, 0 turns). The previous database is now {Aside}. Start WisdomWave again.", said);
        Assert.Equal("present", Ask(Aside, "SELECT \"Text\" FROM \"Notes\""));
        Assert.Equal(0L, Ask(Database, "SELECT COUNT(*) FROM sqlite_master WHERE \"name\" = 'Notes'"));
        Assert.False(File.Exists(Database + "-wal"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database));
    }

    [Fact]
    public void ADamagedDatabaseIsReplacedAndKept()
    {
        MigratedDatabase.CopyTo(Backup);
        File.WriteAllText(Database, "not a database");
        File.WriteAllText(Database + "-wal", "nor a log");
        File.WriteAllText($"{Database}.upgrade", $"{Backup}\n");

        new DatabaseRestore(_folder, _time).Restore(Backup);

        Assert.Equal("ok", Ask(Database, "PRAGMA integrity_check"));
        Assert.Equal(("not a database", "nor a log"), (File.ReadAllText(Aside), File.ReadAllText(Aside + "-wal")));
        Assert.False(File.Exists($"{Database}.upgrade"));
    }

    [Fact]
    public void ABackupIsRestoredIntoANewDirectory()
    {
        MigratedDatabase.CopyTo(Backup);
        var other = Path.Combine(_folder, "new");

        Assert.Equal($"Restored {Backup} (0 conversations, 0 turns). Start WisdomWave again.", new DatabaseRestore(other, _time).Restore(Backup));

        Assert.Equal("ok", Ask(Path.Combine(other, "dialog.db"), "PRAGMA integrity_check"));
    }

    [Theory]
    [InlineData("There is no file {0}.")]
    [InlineData("{0} is not a database of WisdomWave. Nothing was changed.", "")]
    [InlineData("{0} is not a database of WisdomWave. Nothing was changed.", "a text that is longer than the header of a database, which has one hundred bytes: there is nothing to see here.")]
    public void WhatIsNotABackupIsRefused(string sentence, string? content = null)
    {
        MigratedDatabase.CopyTo(Database);
        if (content is not null)
            File.WriteAllText(Backup, content);

        AssertRefused(string.Format(null, sentence, Backup));
    }

    [Fact]
    public void ADamagedBackupIsRefused()
    {
        MigratedDatabase.CopyTo(Database);
        MigratedDatabase.CopyTo(Backup);
        using (var file = File.OpenWrite(Backup))
        {
            file.Position = 4096;
            file.Write(new byte[8192]);
        }

        AssertRefused($"{Backup} is damaged. Nothing was changed; try an older backup.");
    }

    [Fact]
    public void ABackupOfANewerVersionIsRefused()
    {
        MigratedDatabase.CopyTo(Database);
        MigratedDatabase.CopyTo(Backup);
        Ask(Backup, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '10.0')");

        AssertRefused($"{Backup} belongs to a newer version of WisdomWave (it has 99990101000000_Future): restore it with that version. Nothing was changed.");
    }

    [Fact]
    public async Task AServiceDoesNotStartWhileABackupIsRestored()
    {
        using var restoring = DatabaseLock.TryTakeAlone(Database);

        var failure = await Assert.ThrowsAsync<StartupException>(() => DialogService.StartInAsync(_folder));

        Assert.Equal($"A backup is being restored to {Database}: wait until that has finished, then start again.", failure.Message);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void AssertRefused(string sentence)
    {
        var before = File.ReadAllBytes(Database);

        Assert.Equal(sentence, Assert.Throws<RestoreException>(() => new DatabaseRestore(_folder, _time).Restore(Backup)).Message);

        Assert.Equal(before, File.ReadAllBytes(Database));
        Assert.Empty(Directory.GetFiles(_folder, "*.restoring*").Concat(Directory.GetFiles(_folder, "*before-restore*")));
    }

    private static async Task<string> BackUpAsync(DialogService dialog)
    {
        using var response = await dialog.Http.PostAsync("/operator/backups", null, Token);
        response.EnsureSuccessStatusCode();
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["path"]!;
    }

    private static object? Ask(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        return Ask(connection, sql);
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
