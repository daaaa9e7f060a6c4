using Microsoft.Data.Sqlite;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Storage;

/// <summary>
/// Databases as earlier versions have left them on the disks of operators, one file for each schema. Each release adds its own to <c>Schemas</c>,
/// and no file ever changes.
/// </summary>
public sealed class EarlierSchemaTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "WisdomWave.Dialog.Tests", "Storage", "Schemas");

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-schemas-").FullName;

    public static TheoryData<string> Schemas => [.. Directory.EnumerateFiles(Folder, "*.sql").Select(file => Path.GetFileName(file))];

    [Theory, MemberData(nameof(Schemas))]
    public async Task AnUpgradeKeepsEverything(string schema)
    {
        var database = Path.Combine(_folder, "dialog.db");
        Create(schema, database);
        var (columns, rows) = (SqliteRows.ColumnsOf(database), SqliteRows.Of(database));
        Assert.All(rows, table => Assert.NotEmpty(table.Value));

        await SchemaUpgradeRun.UpgradeAsync(_folder, Token);

        Assert.Equal(rows, SqliteRows.Of(database, columns));
        Assert.Equal(["ok"], SqliteRows.Read(database, "PRAGMA integrity_check"));
    }

    [Theory, MemberData(nameof(Schemas))]
    public async Task AfterTheUpgradeTheBotRemembers(string schema)
    {
        await using var dialog = await DialogService.StartOverAsync(path => Create(schema, path));

        await dialog.AskAsync("Which one is red?");

        var prompt = dialog.Completion.Requests.Last().Messages.Select(message => message.Text).ToList();
        Assert.Contains("You are a gardener.", prompt[0], StringComparison.Ordinal);
        Assert.Equal(["Which fruit is yellow?", "A banana, it's yellow.", "Which one is red?"], prompt[^3..]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Create(string schema, string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(Path.Combine(Folder, schema));
        command.ExecuteNonQuery();
    }
}
