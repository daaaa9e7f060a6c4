using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Storage.Postgres;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Tests.Storage;

/// <summary>The hand-written SQL of the service, against the schema that the migrations create.</summary>
public sealed partial class StatementTests : IDisposable
{
    /// <summary>Far fewer would mean that the search below no longer finds them.</summary>
    private const int LeastStatements = 40;

    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void SqliteCanPrepareEveryStatement()
    {
        MigratedDatabase.CopyTo(_path);
        using var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        var statements = Statements().ToList();

        var failures = statements.Select(statement => (statement.Name, Error: Prepare(connection, statement.Sql))).Where(result => result.Error is not null);

        Assert.Empty(failures);
        Assert.InRange(statements.Count, LeastStatements, int.MaxValue);
    }

    [Fact]
    public async Task PostgresCanPrepareEveryStatement()
    {
        await using var database = await PostgresTestDatabase.CreateAsync();
        await using var connection = (NpgsqlConnection)database.Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var statements = Statements().ToList();

        var failures = statements.Select(statement => (statement.Name, Error: Prepare(connection, statement.Sql))).Where(result => result.Error is not null);

        Assert.Empty(failures);
        Assert.InRange(statements.Count, LeastStatements, int.MaxValue);
    }

    [Fact]
    public void TheStatesInStatementsAreThoseOfTheEnum() => Assert.Equal(
        Enum.GetValues<TurnState>().Select(state => (state.ToString(), ((int)state).ToString(CultureInfo.InvariantCulture))),
        typeof(TurnStateSql).GetFields().Select(field => (field.Name, (string)field.GetRawConstantValue()!)));

    public void Dispose() => File.Delete(_path);

    /// <summary>Constants and static arrays of strings that begin like a statement. PostgreSQL's own run with every test on it.</summary>
    private static IEnumerable<(string Name, string Sql)> Statements() =>
        from type in typeof(DialogContext).Assembly.GetTypes()
        where !type.ContainsGenericParameters && type.Namespace != typeof(PostgresContext).Namespace
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        from sql in field switch
        {
            { IsLiteral: true } => [field.GetRawConstantValue() as string],
            _ when field.FieldType == typeof(string[]) => (string?[])field.GetValue(null)!,
            _ => [],
        }
        where sql is not null && BeginsLikeAStatement().IsMatch(sql)
        select ($"{type.Name}.{field.Name}", sql);

    private static string? Prepare(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            command.Prepare();
            return null;
        }
        catch (SqliteException exception)
        {
            return exception.Message;
        }
    }

    private static string? Prepare(NpgsqlConnection connection, string sql)
    {
        try
        {
            // ?3 without ?1 and ?2 would be an error when it is executed.
            var parameters = Parameter().Matches(sql).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
            PostgresStatement.Of(sql, parameters, connection);
            return null;
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException)
        {
            return exception.Message;
        }
    }

    [GeneratedRegex(@"\?(\d+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\A\s*(SELECT|INSERT|UPDATE|DELETE|WITH|PRAGMA)\s")]
    private static partial Regex BeginsLikeAStatement();
}
