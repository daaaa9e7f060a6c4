using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Tests.Storage;

/// <summary>What a database file holds, read without the code under test.</summary>
internal static class SqliteRows
{
    /// <summary>The first column of each row.</summary>
    public static List<string> Read(string path, string sql)
    {
        using var connection = new SqliteConnection(string.Create(CultureInfo.InvariantCulture, $"Data Source={path};Pooling=False"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
            values.Add(reader.GetString(0));
        return values;
    }

    /// <summary>All rows of each table, without those of Entity Framework.</summary>
    public static SortedDictionary<string, List<string>> Of(string path) => Of(path, ColumnsOf(path));

    /// <summary>The same for the given columns of the given tables.</summary>
    public static SortedDictionary<string, List<string>> Of(string path, IReadOnlyDictionary<string, List<string>> columns) =>
        new(columns.ToDictionary(table => table.Key, table => Read(path, $"SELECT {string.Join(" || '|' || ", table.Value.Select(column => $"quote(\"{column}\")"))} FROM \"{table.Key}\"")), StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, List<string>> ColumnsOf(string path) =>
        Read(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '__EF*'")
            .ToDictionary(table => table, table => Read(path, $"SELECT name FROM pragma_table_info('{table}')"));
}
