namespace WisdomWave.AppHost.Tests.OperatorConsole;

public sealed class MoveCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("wisdomwave-move-").FullName;

    [Fact]
    public async Task DialogMovesTheFileOfTheDataDirectoryToTheServer() => Assert.Equal(
        (1, "", $"There is no database {_data}/dialog.db: set WISDOMWAVE_DATA_DIR to the directory that contains dialog.db. Nothing was copied.\n"),
        await RunAsync("move-to-postgres", "Host=127.0.0.1;Port=1;Database=wisdomwave;Username=me;Password=secret"));

    [Fact]
    public async Task WithoutAServerItSaysWhatToSet() => Assert.Equal(
        (1, "", "Which database? Set ConnectionStrings:dialog to an empty one, for example Host=127.0.0.1;Database=wisdomwave;Username=wisdomwave, with Password if the server asks for it.\n"),
        await RunAsync("move-to-postgres", connection: ""));

    [Fact]
    public async Task ABackupOfSqliteIsNotRestoredToPostgres() => Assert.Equal(
        (1, "", "The database is on PostgreSQL: restore it with pg_restore or psql. To restore a file of SQLite, set WISDOMWAVE_DATABASE=sqlite.\n"),
        await RunAsync("restore", "Host=127.0.0.1;Port=1;Database=wisdomwave"));

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(string verb, string connection)
    {
        var run = await Command.RunAsync(
            "dotnet", [AppHostProgram.File, verb], new(TestSettings.FreePorts) { ["WISDOMWAVE_DATA_DIR"] = _data, ["ConnectionStrings__dialog"] = connection });
        return (run.ExitCode, run.Output, run.Errors.ReplaceLineEndings("\n"));
    }
}
