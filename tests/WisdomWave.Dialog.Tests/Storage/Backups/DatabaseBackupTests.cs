using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Dialog.Storage.Backups;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Storage.Backups;

public sealed class DatabaseBackupTests
{
    private const string Backups = "/operator/backups";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ABackupIsADatedFileThatHoldsTheConversationsAndIsSound()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AskAsync("Where is Lisbon?");

        var made = await BackUpAsync(dialog);

        var path = (string)made["path"]!;
        Assert.Matches(@"/backups/dialog-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.db$", path);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(dialog.DatabasePath)!, "backups"), Path.GetDirectoryName(path));
        Assert.Equal(new FileInfo(path).Length, (long)made["bytes"]!);
        Assert.StartsWith($"The database was backed up to {path} (", (string)made["message"]!, StringComparison.Ordinal);
        Assert.Equal([Path.GetFileName(path)], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
        Assert.Equal("ok", Ask(path, "PRAGMA integrity_check"));
        Assert.Equal("Where is Lisbon?", Ask(path, "SELECT \"Question\" FROM \"Turns\""));
    }

    [Fact]
    public async Task OnlyThisUserCanReadABackup()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix file modes; run it on Linux or macOS.");
            return;
        }

        await using var dialog = await DialogService.StartAsync();

        var path = (string)(await BackUpAsync(dialog))["path"]!;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task WhatWasErasedIsNotInABackup()
    {
        await using var dialog = await DialogService.StartAsync();
        Ask(dialog.DatabasePath, "CREATE TABLE \"Notes\" (\"Text\" TEXT); INSERT INTO \"Notes\" VALUES ('pineapple')");

        // A checkpoint does nothing while another one runs, such as the service's.
        await Eventually.HoldsAsync(
            async () =>
            {
                Ask(dialog.DatabasePath, "PRAGMA wal_checkpoint(PASSIVE)");
                return (await ReadAsync(dialog.DatabasePath)).Contains("pineapple", StringComparison.Ordinal);
            },
            "the note is in the database's own file");
        Ask(dialog.DatabasePath, "PRAGMA secure_delete=OFF; DELETE FROM \"Notes\"");
        Assert.Contains("pineapple", await ReadAsync(dialog.DatabasePath), StringComparison.Ordinal);

        var path = (string)(await BackUpAsync(dialog))["path"]!;

        Assert.DoesNotContain("pineapple", await ReadAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnfinishedFileOfAKilledProcessIsRemoved()
    {
        await using var dialog = await DialogService.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(dialog.DatabasePath)!, "backups"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "dialog-2026-01-01T00-00-00-000Z.db.partial"), "half", Token);

        await BackUpAsync(dialog);

        Assert.Equal(".db", Path.GetExtension(Assert.Single(Directory.EnumerateFiles(folder.FullName))));
    }

    [Fact]
    public async Task AFailedBackupIsExplainedAndLeavesNothing()
    {
        await using var dialog = await DialogService.StartAsync();

        // A file in place of the folder, below which not even root can write.
        var folder = Path.Combine(Path.GetDirectoryName(dialog.DatabasePath)!, "backups");
        await File.WriteAllTextAsync(folder, "", Token);
        using var response = await dialog.Http.PostAsync(Backups, null, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var detail = (string)(await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["detail"]!;
        Assert.StartsWith("The backup failed: ", detail, StringComparison.Ordinal);
        Assert.EndsWith($". Check that {folder} is writable and that its disk has free space, then try again.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("..", detail, StringComparison.Ordinal);
        Assert.NotEmpty((await dialog.AskAsync("Where now?")).Markdown);
    }

    [Fact]
    public async Task AnExistingFileIsNeverReplaced()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        await using var dialog = await DialogService.StartAsync();
        using var backup = ActivatorUtilities.CreateInstance<DatabaseBackup>(dialog.Services, time);

        var first = await backup.MakeAsync(Token);
        var failure = await Assert.ThrowsAsync<BackupException>(() => backup.MakeAsync(Token));

        Assert.Equal("dialog-2026-11-27T12-00-00-000Z.db", first!.Name);
        Assert.IsType<IOException>(failure.InnerException);
        Assert.Equal([first.Name], Directory.EnumerateFiles(backup.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AWebPageCannotRequestABackup()
    {
        await using var dialog = await DialogService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Backups) { Headers = { { "Sec-Fetch-Site", "cross-site" } } };

        using var response = await dialog.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(dialog.DatabasePath)!, "backups")));
    }

    private static async Task<JsonObject> BackUpAsync(DialogService dialog)
    {
        using var response = await dialog.Http.PostAsync(Backups, null, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!;
    }

    private static async Task<string> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return await reader.ReadToEndAsync(Token);
    }

    private static object? Ask(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
