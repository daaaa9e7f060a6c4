using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;

namespace WisdomWave.Dialog.Storage.Postgres.Moving;

/// <summary>A table to copy. Both databases have the same tables and columns, which a test ensures.</summary>
internal sealed class MovedTable
{
    private readonly (string Name, NpgsqlDbType Type)[] _columns;

    private MovedTable(ITable table)
    {
        Name = table.Name;
        _columns = [.. table.Columns.Select(column => (column.Name, TypeOf(column.StoreType)))];
    }

    public string Name { get; }

    public string QuotedName => $"\"{Name}\"";

    private string QuotedColumns => string.Join(", ", _columns.Select(column => $"\"{column.Name}\""));

    /// <summary>All tables, each after those that it refers to.</summary>
    public static IReadOnlyList<MovedTable> AllOf(IModel model)
    {
        var sorted = new List<ITable>();
        foreach (var table in model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal))
            Add(table);
        return [.. sorted.Select(table => new MovedTable(table))];

        void Add(ITable table)
        {
            if (sorted.Contains(table))
                return;
            foreach (var key in table.ForeignKeyConstraints.Where(key => key.PrincipalTable != table))
                Add(key.PrincipalTable);
            sorted.Add(table);
        }
    }

    /// <returns>What was sent.</returns>
    public async Task<RowSum> CopyAsync(SqliteConnection source, NpgsqlConnection target, CancellationToken cancellationToken)
    {
        await using var select = source.CreateCommand();
        select.CommandText = $"SELECT {QuotedColumns} FROM {QuotedName}";
        await using var rows = await select.ExecuteReaderAsync(cancellationToken);
        await using var copy = await target.BeginBinaryImportAsync($"COPY {QuotedName} ({QuotedColumns}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        var sum = new RowSum.Builder();
        while (await rows.ReadAsync(cancellationToken))
        {
            await copy.StartRowAsync(cancellationToken);
            for (var i = 0; i < _columns.Length; i++)
            {
                var value = Converted(rows.GetValue(i), _columns[i].Type);
                sum.Add(value);
                if (value is null)
                    await copy.WriteNullAsync(cancellationToken);
                else
                    await copy.WriteAsync(value, _columns[i].Type, cancellationToken);
            }

            sum.EndRow();
        }

        await copy.CompleteAsync(cancellationToken);
        return sum.Sum;
    }

    /// <returns>What PostgreSQL has stored.</returns>
    public async Task<RowSum> SumAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand($"SELECT {QuotedColumns} FROM {QuotedName}", target);
        await using var rows = await select.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        var sum = new RowSum.Builder();
        while (await rows.ReadAsync(cancellationToken))
        {
            for (var i = 0; i < _columns.Length; i++)
                sum.Add(await rows.IsDBNullAsync(i, cancellationToken) ? null : rows.GetValue(i));
            sum.EndRow();
        }

        return sum.Sum;
    }

    public static List<string> List(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var values = new List<string>();
        while (rows.Read())
            values.Add(rows.GetString(0));
        return values;
    }

    /// <summary>SQLite has no types for ids and truth values.</summary>
    private static object? Converted(object value, NpgsqlDbType type) => (value, type) switch
    {
        (DBNull, _) => null,
        (byte[] bytes, NpgsqlDbType.Uuid) => new Guid(bytes, bigEndian: true),
        (long number, NpgsqlDbType.Boolean) => number != 0,
        (long number, NpgsqlDbType.Integer) => checked((int)number),
        (string text, NpgsqlDbType.Text) => StorableText.Of(text),
        _ => value,
    };

    private static NpgsqlDbType TypeOf(string storeType) => storeType switch
    {
        "bigint" => NpgsqlDbType.Bigint,
        "integer" => NpgsqlDbType.Integer,
        "boolean" => NpgsqlDbType.Boolean,
        "uuid" => NpgsqlDbType.Uuid,
        "text" => NpgsqlDbType.Text,
        _ => throw new NotSupportedException($"A column of the type {storeType} cannot be copied yet."),
    };
}
