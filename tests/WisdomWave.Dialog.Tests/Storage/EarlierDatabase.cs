using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Tests.Storage;

/// <summary>A database of the last version before the migrations were squashed into one, with rows in each table.</summary>
internal static class EarlierDatabase
{
    public const string LastMigration = "20261128041939_Admission";

    private static readonly Lazy<string> Script = new(ReadScript);

    /// <param name="path">Where to create it.</param>
    /// <param name="changes">SQL to run in it.</param>
    public static void CreateAt(string path, string changes = "")
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"{Script.Value}\n{changes}";
        command.ExecuteNonQuery();
    }

    private static string ReadScript()
    {
        using var reader = new StreamReader(typeof(EarlierDatabase).Assembly.GetManifestResourceStream("EarlierDatabase.sql")!);
        return reader.ReadToEnd();
    }
}
