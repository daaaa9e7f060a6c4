using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WisdomWave.Dialog.Storage.Postgres;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests;

/// <summary>The class's tests use PostgreSQL. They are those of its base class, which uses SQLite.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnPostgresAttribute : Attribute
{
    /// <summary>Whether the running test uses PostgreSQL.</summary>
    public static bool IsOnCurrentTest =>
        TestContext.Current.TestClass is Xunit.v3.IXunitTestClass { Class: var type } && type.IsDefined(typeof(OnPostgresAttribute), inherit: false);
}

/// <summary>The database of a service, of either kind.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>The settings with which a service uses it.</summary>
    public abstract string[] Settings { get; }

    /// <summary>A connection that bypasses the service.</summary>
    public abstract DbConnection Connect();

    /// <summary>Blocks all writes of the service until the result is disposed of.</summary>
    public abstract Task<IAsyncDisposable> LockAsync();

    /// <summary>Makes the database refuse rows of a table that fulfil the condition.</summary>
    public abstract void Refuse(string table, string column, string condition);

    /// <summary>An id as SQL.</summary>
    public abstract string Literal(Guid id);

    /// <summary>Counts the rows of turns and pins that contain the word.</summary>
    public int CountRowsWith(string word) => ((string[])["Turns", "Pins", "Forgettings", "Conversations"]).Sum(table => (int)(long)Ask(
        $"""SELECT count(*) FROM "{table}" AS "any" WHERE CAST("any" AS text) LIKE '%{word}%'""")!);

    /// <summary>Executes a query.</summary>
    /// <returns>The first column of its first row.</returns>
    public object? Ask(string sql)
    {
        using var connection = Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Executes SQL.</summary>
    /// <returns>The number of changed rows.</returns>
    public int Change(string sql)
    {
        using var connection = Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Rolls back when it is disposed of.</summary>
    protected sealed class HeldLock(DbConnection connection) : IAsyncDisposable
    {
        public static async Task<IAsyncDisposable> TakeAsync(DbConnection connection, params string[] statements)
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            foreach (var statement in statements)
                await ExecuteAsync(connection, statement);
            return new HeldLock(connection);
        }

        public async ValueTask DisposeAsync()
        {
            await ExecuteAsync(connection, "ROLLBACK");
            await connection.DisposeAsync();
        }

        private static async Task ExecuteAsync(DbConnection connection, string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}

/// <summary>A file in the service's folder.</summary>
internal sealed class SqliteTestDatabase(string path) : TestDatabase
{
    public override string[] Settings => [];

    public override DbConnection Connect() => new SqliteConnection($"Data Source={path};Pooling=False");

    public override Task<IAsyncDisposable> LockAsync() => HeldLock.TakeAsync(Connect(), "BEGIN IMMEDIATE");

    public override void Refuse(string table, string column, string condition) => Change(
        $"""CREATE TRIGGER "Refused" BEFORE INSERT ON "{table}" WHEN new."{column}" {condition} BEGIN SELECT RAISE(ABORT, 'refused'); END""");

    public override string Literal(Guid id) => $"x'{id:N}'";

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A database of the server that all tests share: a copy of one with all migrations, or an empty one.</summary>
internal sealed class PostgresTestDatabase : TestDatabase
{
    private const string Template = "migrated";

    private static readonly Lazy<Task> TemplateMade = new(MakeTemplateAsync);
    private static int s_count;

    private readonly PostgresServer _server;

    private PostgresTestDatabase(PostgresServer server, string name) => (_server, Name) = (server, name);

    public string Name { get; }

    /// <summary>With limits that a slow machine does not reach.</summary>
    public string ConnectionString => $"{_server.ConnectionString(Name)};Timeout=180;Command Timeout=180";

    public override string[] Settings => ["--WISDOMWAVE_DATABASE=postgres", $"--ConnectionStrings:dialog={ConnectionString}"];

    /// <summary>A database on a server of the test's own.</summary>
    /// <param name="folder">Where its tables are; null for the server's folder.</param>
    public static async Task<PostgresTestDatabase> CreateOnAsync(PostgresServer server, string? folder = null)
    {
        if (folder is not null)
            await ExecuteAsync(server, $"CREATE TABLESPACE small LOCATION '{folder}'");
        await ExecuteAsync(server, $"CREATE DATABASE own TEMPLATE template0 TABLESPACE {(folder is null ? "pg_default" : "small")}");
        return new(server, "own");
    }

    /// <summary>Skips the test where PostgreSQL is missing.</summary>
    public static async Task<PostgresTestDatabase> CreateAsync(bool isMigrated = true)
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Needs);
        if (isMigrated)
            await TemplateMade.Value;
        var server = await PostgresServer.SharedAsync();
        var name = $"test{Interlocked.Increment(ref s_count)}";
        await ExecuteAsync(server, $"""CREATE DATABASE "{name}" TEMPLATE "{(isMigrated ? Template : "template0")}" """);
        return new(server, name);
    }

    public override DbConnection Connect() => new NpgsqlConnection($"{ConnectionString};Pooling=False");

    // Others can still read, as in SQLite.
    public override Task<IAsyncDisposable> LockAsync() =>
        HeldLock.TakeAsync(Connect(), "BEGIN", """LOCK TABLE "Turns", "Inbox", "Conversations" IN EXCLUSIVE MODE""");

    public override void Refuse(string table, string column, string condition) =>
        Change($"""ALTER TABLE "{table}" ADD CONSTRAINT "Refused" CHECK (NOT ("{column}" {condition}))""");

    public override string Literal(Guid id) => $"'{id}'";

    public override async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(new PostgresDatabase(ConnectionString).ConnectionString));
        await ExecuteAsync(_server, $"""DROP DATABASE "{Name}" WITH (FORCE)""");
    }

    private static async Task MakeTemplateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        await ExecuteAsync(server, $"CREATE DATABASE {Template} TEMPLATE template0");
        await using var context = new PostgresContext(
            new DbContextOptionsBuilder<PostgresContext>().UseNpgsql($"{server.ConnectionString(Template)};Pooling=False").Options);
        await context.Database.MigrateAsync();
    }

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString("postgres")};Pooling=False;Command Timeout=180");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A database that outlives the service over it.</summary>
internal sealed class SharedTestDatabase(TestDatabase database) : TestDatabase
{
    public override string[] Settings => database.Settings;

    public override DbConnection Connect() => database.Connect();

    public override Task<IAsyncDisposable> LockAsync() => database.LockAsync();

    public override void Refuse(string table, string column, string condition) => database.Refuse(table, column, condition);

    public override string Literal(Guid id) => database.Literal(id);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
