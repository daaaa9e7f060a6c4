namespace WisdomWave.AppHost.Tests.OperatorConsole;

public sealed class RestoreCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("wisdomwave-restore-").FullName;

    [Fact]
    public async Task DialogRestoresTheFileIntoTheDataDirectory()
    {
        var backup = Path.Combine(_data, "backup.db");
        await File.WriteAllTextAsync(backup, "not a database, but longer than the header of one, which takes the first one hundred bytes of the file", TestContext.Current.CancellationToken);

        Assert.Equal((1, "", $"{backup} is not a database of WisdomWave. Nothing was changed.\n"), await RunAsync(backup));
        Assert.True(File.Exists(Path.Combine(_data, "dialog.db.lock")));
    }

    [Fact]
    public async Task WithoutAFileItSaysWhatToWrite()
    {
        Assert.Equal((1, "", "Which backup? For example: restore data/backups/scheduled-2026-11-27T12-00-00-000Z.db\n"), await RunAsync());
    }

    [Fact]
    public async Task ItRefusesWhileTheApplicationRuns()
    {
        using var running = DataDirectoryLock.TryTake(_data, []);

        Assert.Equal(
            (1, "", $"Another WisdomWave application uses {_data}; stop it, or set WISDOMWAVE_DATA_DIR to another directory.\n"), await RunAsync("backup.db"));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var run = await Command.RunAsync(
            "dotnet", [AppHostProgram.File, "restore", .. arguments], new(TestSettings.FreePorts) { ["WISDOMWAVE_DATA_DIR"] = _data });
        return (run.ExitCode, run.Output, run.Errors.ReplaceLineEndings("\n"));
    }
}
