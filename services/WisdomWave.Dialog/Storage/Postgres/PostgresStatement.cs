using Npgsql;
using NpgsqlTypes;

namespace WisdomWave.Dialog.Storage.Postgres;

/// <summary>A statement with the types of its parameters. Its commands are used again, because creating them costs as much as sending them.</summary>
internal sealed class PostgresStatement
{
    private readonly string _sql;
    private readonly NpgsqlDbType[] _types;
    private readonly Stack<NpgsqlBatchCommand> _free = new();

    private PostgresStatement(string sql, NpgsqlDbType[] types) => (_sql, _types) = (sql, types);

    /// <summary>
    /// The server derives the types from the columns. A type that came from a value would be unknown for null, and a statement with other
    /// types would be prepared again.
    /// </summary>
    /// <param name="sql">With the parameters <c>?1</c>, <c>?2</c>, …</param>
    public static PostgresStatement Of(string sql, int parameters, NpgsqlConnection connection)
    {
        var types = new NpgsqlDbType[parameters];
        if (parameters > 0)
        {
            using var command = new NpgsqlCommand(PostgresDatabase.Numbered(sql, "@p"), connection);
            NpgsqlCommandBuilder.DeriveParameters(command);
            for (var i = 0; i < parameters; i++)
                types[i] = command.Parameters[$"p{i + 1}"].NpgsqlDbType;
        }

        return new(PostgresDatabase.Numbered(sql, "$"), types);
    }

    public NpgsqlBatchCommand Take(ReadOnlySpan<object?> values)
    {
        if (!_free.TryPop(out var command))
        {
            command = new NpgsqlBatchCommand(_sql);
            foreach (var type in _types)
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                string text => StorableText.Of(text),
                var value => value,
            };
        }

        return command;
    }

    public void Return(NpgsqlBatchCommand command) => _free.Push(command);
}
