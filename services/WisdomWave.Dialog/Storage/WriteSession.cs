using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>The writer's connection. Prepares each statement once and keeps it, because preparing costs more than executing.</summary>
internal sealed class WriteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <summary>Runs a constant statement whose parameters are <c>?1</c>, <c>?2</c>, … in order.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Like <see cref="Execute"/>, for deletions after which no file may contain the data.</summary>
    public int Erase(string sql, params ReadOnlySpan<object?> values)
    {
        var rows = Execute(sql, values);
        HasErased |= rows > 0;
        return rows;
    }

    /// <summary>Whether the transaction has erased rows. Reset by the writer.</summary>
    public bool HasErased { get; set; }

    /// <summary>The first column of the first row, or null when there is none.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Prepare(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Rolls a failed transaction back; does nothing when SQLite has already done so.</summary>
    public void RollBack()
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

    public void Dispose()
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
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
