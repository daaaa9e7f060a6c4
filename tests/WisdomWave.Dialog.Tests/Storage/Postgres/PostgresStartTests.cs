using Microsoft.EntityFrameworkCore;
using Npgsql;
using WisdomWave.Dialog.Storage.Postgres;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Storage.Postgres;

/// <summary>Starts of the service process with settings for PostgreSQL.</summary>
public sealed class PostgresStartTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-start-").FullName;

    [Theory]
    [InlineData("WISDOMWAVE_DATABASE is neither sqlite nor postgres; a good value is postgres.", "WISDOMWAVE_DATABASE=mysql")]
    [InlineData(
        "ConnectionStrings:dialog is missing, but WISDOMWAVE_DATABASE is postgres; a good value is Host=127.0.0.1;Database=wisdomwave;Username=wisdomwave, with Password if the server asks for it.",
        "WISDOMWAVE_DATABASE=postgres")]
    [InlineData(
        "ConnectionStrings:dialog is not a connection string of PostgreSQL with a host and a database; a good value is Host=127.0.0.1;Database=wisdomwave;Username=wisdomwave, with Password if the server asks for it.",
        "ConnectionStrings__dialog=postgres://secret@host")]
    [InlineData(
        "PostgreSQL cannot be reached at 127.0.0.1:1: start it, or set Host and Port in ConnectionStrings:dialog to where it listens.",
        "WISDOMWAVE_DATABASE=postgres", "ConnectionStrings__dialog=Host=127.0.0.1;Port=1;Database=wisdomwave;Username=me;Password=secret")]
    public async Task AnInvalidSettingStopsTheStartWithOneSentence(string sentence, params string[] settings) => await AssertRefusedAsync(sentence, settings);

    [Fact]
    public async Task AMissingDatabaseStopsTheStartWithOneSentence()
    {
        await using var database = await PostgresTestDatabase.CreateAsync(isMigrated: false);
        var missing = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "nowhere" };

        await AssertRefusedAsync(
            $"PostgreSQL at {missing.Host}:5432 has no database nowhere: create it (createdb nowhere), or name another one in ConnectionStrings:dialog.",
            $"ConnectionStrings__dialog={missing}");
    }

    [Fact]
    public async Task AWrongPasswordStopsTheStartWithOneSentenceThatDoesNotContainIt()
    {
        await using var database = await PostgresTestDatabase.CreateAsync(isMigrated: false);
        database.Change("""
            DO $$ BEGIN
                IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'with_password') THEN CREATE ROLE with_password LOGIN PASSWORD 'right'; END IF;
            END $$
            """);
        var wrong = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "with_password", Password = "wr0ng" };

        var failed = await AssertRefusedAsync(
            $"PostgreSQL at {wrong.Host}:5432 rejects the user with_password: check Username and Password in ConnectionStrings:dialog.",
            $"ConnectionStrings__dialog={wrong}");
        Assert.DoesNotContain("wr0ng", failed.Stdout + failed.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADatabaseOfANewerVersionStopsTheStartWithOneSentence()
    {
        await using var database = await PostgresTestDatabase.CreateAsync();
        database.Change("""INSERT INTO "__EFMigrationsHistory" VALUES ('29991231000000_Future', '10.0.0')""");

        await AssertRefusedAsync(
            $"The database {database.Name} on PostgreSQL belongs to a newer version of WisdomWave (it has 29991231000000_Future): start that version, or restore a dump from before the upgrade.",
            $"ConnectionStrings__dialog={database.ConnectionString}");
    }

    [Fact]
    public async Task ProcessesThatStartAtTheSameTimeMigrateAnEmptyDatabaseOnce()
    {
        await using var database = await PostgresTestDatabase.CreateAsync(isMigrated: false);
        var starts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => DialogService.StartOnAsync(new SharedTestDatabase(database))));

        Assert.Equal(new Contracts.Dialog.Reply("You said: hello"), await starts[0].AskAsync("hello"));
        Assert.Equal(1L, database.Ask("""SELECT count(*) FROM "__EFMigrationsHistory" """));
        foreach (var start in starts)
            await start.DisposeAsync();
    }

    [Fact]
    public async Task WithoutPostgresSettingsThereIsASqliteFile()
    {
        await using var dialog = await DialogService.StartAsync("--WISDOMWAVE_DATABASE=", "--ConnectionStrings:dialog=");

        Assert.True(File.Exists(dialog.DatabasePath));
        await using var context = dialog.OpenDatabase();
        Assert.True(context.Database.IsSqlite());
        Assert.IsNotType<PostgresContext>(context);
    }

    [Fact]
    public async Task ABackupIsRefusedWithASentence()
    {
        await using var dialog = await DialogService.StartOnAsync(await PostgresTestDatabase.CreateAsync(), "--Backup:Interval=1.00:00:00");

        using var response = await dialog.Http.PostAsync("/operator/backups", content: null, Token);

        Assert.Equal(501, (int)response.StatusCode);
        Assert.Contains(
            "The database is on PostgreSQL: back it up with pg_dump or with your server's own backup.", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Single(
            dialog.Log.Of(Microsoft.Extensions.Logging.LogLevel.Warning),
            "Backup:Interval has no effect, because the database is on PostgreSQL: schedule pg_dump or your server's own backup");
        Assert.Equal("Healthy", await dialog.Http.GetStringAsync("/health", Token));
        Assert.False(File.Exists(dialog.DatabasePath));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<FailedStart> AssertRefusedAsync(string sentence, params string[] settings)
    {
        var failed = await FailedStart.OfAsync("WisdomWave.Dialog.dll", [$"WISDOMWAVE_DATA_DIR={_folder}", .. settings]);
        Assert.Equal((1, sentence), (failed.ExitCode, failed.Stderr));
        Assert.DoesNotContain("   at ", failed.Stdout, StringComparison.Ordinal);
        return failed;
    }
}
