using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>Prepares each statement once and keeps it, because preparing costs more than executing.</summary>
internal sealed class SqliteWriteSession(SqliteConnection connection) : WriteSession
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    public override int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    public override void Send(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    public override object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Prepare(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    // Needs the write lock and disk space.
    public override void Touch() => Execute("PRAGMA user_version = 0");

    public override void Begin() => Execute("BEGIN IMMEDIATE");

    public override void Commit() => Execute("COMMIT");

    public override void RollBack()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // "cannot rollback - no transaction is active": SQLite has rolled back after a full disk or an I/O error.
        }
    }

    // A connection that has seen an I/O error may keep failing after the file has recovered.
    public override bool Survives(Exception exception) => exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY };

    protected override void Dispose(bool disposing)
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
            command.Prepare();
            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                Guid id => BigEndianGuid.Bytes(id),
                var value => value,
            };
        }

        return command;
    }
}
