using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>The writer's connection, which it owns, with its statements prepared once and kept: preparing costs more than running them.</summary>
internal sealed class WriteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <summary>Runs a constant statement whose parameters are <c>?1</c>, <c>?2</c>, … in order.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>As <see cref="Execute"/>, for rows whose words must not be found in the files any more.</summary>
    public int Erase(string sql, params ReadOnlySpan<object?> values)
    {
        var rows = Execute(sql, values);
        HasErased |= rows > 0;
        return rows;
    }

    /// <summary>Whether the transaction erases something; the writer resets it.</summary>
    public bool HasErased { get; set; }

    /// <summary>The first column of the first row, or null when there is none.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Prepare(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Ends a transaction that failed; does nothing when SQLite has ended it by itself already.</summary>
    public void RollBack()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // "cannot rollback - no transaction is active": a full disk or an I/O error rolls back on its own.
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
