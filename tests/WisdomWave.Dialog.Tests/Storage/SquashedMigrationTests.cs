using System.Text.RegularExpressions;
using WisdomWave.Dialog.Storage;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Tests.Storage;

/// <summary>The one migration that replaces those from before the first release.</summary>
public sealed partial class SquashedMigrationTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>What the migrations after the squashed one change.</summary>
    private const string LaterMigrations = """
        ALTER TABLE "Turns" ADD "Trace" TEXT NULL;
        CREATE INDEX "IX_Turns_CompletedAt" ON "Turns" ("CompletedAt") WHERE "Failure" IS NOT NULL;
        CREATE TABLE "Alerts" (
            "Fingerprint" TEXT NOT NULL CONSTRAINT "PK_Alerts" PRIMARY KEY, "Bot" TEXT NULL, "Summary" TEXT NOT NULL, "ReportedAt" INTEGER NOT NULL);
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-squashed-").FullName;

    private string Database => Path.Combine(_folder, "dialog.db");

    [Fact]
    public void ItCreatesTheSchemaOfTheEarlierMigrations()
    {
        var current = Path.Combine(_folder, "current.db");
        MigratedDatabase.CopyTo(current);
        EarlierDatabase.CreateAt(Database, LaterMigrations);

        Assert.Equal(SchemaOf(Database), SchemaOf(current));
    }

    [Fact]
    public async Task ADatabaseWithAllEarlierMigrationsKeepsItsSchemaAndItsRows()
    {
        EarlierDatabase.CreateAt(Database);
        var expected = Path.Combine(_folder, "expected.db");
        EarlierDatabase.CreateAt(expected, LaterMigrations);
        var (schema, rows) = (SchemaOf(expected), SqliteRows.Of(expected));
        Assert.All(rows.Where(table => table.Key != "Alerts"), table => Assert.NotEmpty(table.Value));

        await UpgradeAsync();

        Assert.Equal(schema, SchemaOf(Database));
        Assert.Equal(rows, SqliteRows.Of(Database));
        Assert.Equal([EarlierMigrations.Initial], HistoryOf(Database)[..1]);
        var copy = Assert.Single(Directory.GetFiles(_folder, "dialog.before-upgrade-*.db"));
        Assert.Equal(EarlierDatabase.LastMigration, HistoryOf(copy)[^1]);

        // The next start has nothing to do.
        await UpgradeAsync();
        Assert.Single(Directory.GetFiles(_folder, "dialog.before-upgrade-*.db"));
    }

    [Fact]
    public async Task AfterTheUpgradeTheServiceKnowsConversationsPinsAndSettings()
    {
        await using var dialog = await DialogService.StartOverAsync(path => EarlierDatabase.CreateAt(path));

        await dialog.AskAsync("Which one is red?");

        var prompt = dialog.Completion.Requests.Last().Messages.Select(message => message.Text).ToList();
        Assert.Contains("You are a gardener.", prompt[0], StringComparison.Ordinal);
        Assert.Contains(prompt, text => text.Contains("Answers are about fruit.", StringComparison.Ordinal));
        Assert.Equal(["Which fruit is yellow?", "A banana, it's yellow.", "Which one is red?"], prompt[^3..]);
    }

    /// <summary>A failure in the last statement stands for a kill before the commit: SQLite undoes both in the same way.</summary>
    [Fact]
    public async Task AnInterruptedReplacementLeavesTheWholeEarlierHistory()
    {
        EarlierDatabase.CreateAt(Database, """
            CREATE TRIGGER "Interrupt" BEFORE INSERT ON "__EFMigrationsHistory" BEGIN SELECT RAISE(ABORT, 'interrupted'); END;
            """);
        var history = HistoryOf(Database);

        var failure = await Assert.ThrowsAsync<StartupException>(UpgradeAsync);

        Assert.Contains("interrupted", failure.Message, StringComparison.Ordinal);
        Assert.Equal(history, HistoryOf(Database));
    }

    [Theory]
    [InlineData("20261122175649_Initial")]
    [InlineData("20261128040428_ForgettingUndo")]
    public async Task ADatabaseWithSomeEarlierMigrationsIsRefusedUnchanged(string last)
    {
        EarlierDatabase.CreateAt(Database, $"""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" > '{last}';""");
        var before = await File.ReadAllBytesAsync(Database, Token);

        var failure = await Assert.ThrowsAsync<StartupException>(UpgradeAsync);

        Assert.Equal(
            $"The database ({Database}) belongs to an early version of WisdomWave (its last migration is {last}), which this version cannot upgrade: " +
            "start the version of commit b0ed157 with it once, then start this version again. Nothing was changed.",
            failure.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Token));
        Assert.Equal([Database], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task AMigrationOfTheEarlierTimeThatWasNeverPartOfThemIsRefused()
    {
        EarlierDatabase.CreateAt(Database, """INSERT INTO "__EFMigrationsHistory" VALUES ('20261128050000_OfABranch', '10.0.15');""");

        var failure = await Assert.ThrowsAsync<StartupException>(UpgradeAsync);

        Assert.Contains("its last migration is 20261128050000_OfABranch", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task UpgradeAsync() => SchemaUpgradeRun.UpgradeAsync(_folder, Token);

    /// <summary>Each table, index and trigger as SQL, without differences in white space. Entity Framework's own lock is not part of the schema.</summary>
    private static List<string> SchemaOf(string path) =>
    [
        .. SqliteRows.Read(path, "SELECT type || ' ' || name || ': ' || sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> '__EFMigrationsLock' ORDER BY type, name")
            .Select(sql => Spaces().Replace(sql, "")),
    ];

    private static List<string> HistoryOf(string path) => SqliteRows.Read(path, """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1""");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
