using Microsoft.Data.Sqlite;

namespace WisdomWave.Load.Processes;

/// <summary>
/// Fills dialog's database while it runs, by copying the newest turn and its conversation. Dialog has answered and delivered it, so the
/// copies are what real ones are, whatever the schema.
/// </summary>
internal static class StoredTurns
{
    // Dialog's writer waits for up to 4 s.
    private const int Batch = 10_000;

    public static void Add(string database, int conversations, int turns, CancellationToken cancellationToken)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA synchronous=OFF");
        var (turn, conversation) = (Number(connection, """SELECT MAX("Sequence") FROM "Turns" """), Number(connection, """SELECT MAX("Id") FROM "Conversations" """));
        Copy(connection, "Conversations", key: "Id", conversation, conversations, new() { ["ChatId"] = "-1000000000 - n" });
        for (var done = 0; done < turns; done += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(Batch, turns - done);
            // Conversations take turns, as they do in life: the turns of one are far from each other.
            Copy(connection, "Turns", key: "Sequence", turn, count, new()
            {
                ["Id"] = "randomblob(16)",
                ["ConversationId"] = $"{conversation} + 1 + (n + {done}) % {conversations}",
            });
            Execute(
                connection,
                $"""
                INSERT INTO "DeliveredParts" ("TurnSequence", "Part", "MessageId", "State")
                SELECT t."Sequence", p."Part", p."MessageId", p."State" FROM "DeliveredParts" p, "Turns" t
                WHERE p."TurnSequence" = {turn} AND t."Sequence" > (SELECT MAX("Sequence") FROM "Turns") - {count}
                """);
        }
    }

    /// <param name="connection">To the database.</param>
    /// <param name="table">Its key is assigned by SQLite.</param>
    /// <param name="key">The key's column.</param>
    /// <param name="row">The key of the row that is copied.</param>
    /// <param name="count">How many copies are made.</param>
    /// <param name="changed">The expressions of columns that differ in each copy, numbered by <c>n</c> from 0.</param>
    private static void Copy(SqliteConnection connection, string table, string key, long row, int count, Dictionary<string, string> changed)
    {
        var columns = Columns(connection, table).Where(column => column != key).ToList();
        Execute(
            connection,
            $"""
            WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {count})
            INSERT INTO "{table}" ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", columns.Select(column => changed.GetValueOrDefault(column, $"\"{column}\"")))}
            FROM numbers, "{table}" WHERE "{key}" = {row}
            """);
    }

    private static List<string> Columns(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""SELECT "name" FROM pragma_table_info('{table}')""";
        using var rows = command.ExecuteReader();
        var columns = new List<string>();
        while (rows.Read())
            columns.Add(rows.GetString(0));
        return columns;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : throw new LoadException("The database has no turn to copy.");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
