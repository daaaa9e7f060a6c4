using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage.Postgres.Moving;

/// <summary>
/// Copies the database from SQLite to PostgreSQL. The copy is one transaction that ends with a comparison of all tables, so the target gets
/// all or nothing, and an interrupted copy can simply be started again. The SQLite file stays as it is.
/// </summary>
/// <remarks><code>WisdomWave.Dialog move-to-postgres</code></remarks>
internal sealed class MoveToPostgres(string dataDirectory, PostgresDatabase target, TextWriter output)
{
    public const string Verb = "move-to-postgres";

    private readonly string _file = Path.GetFullPath(Path.Combine(dataDirectory, "dialog.db"));

    /// <returns>The exit code: 1 if nothing was copied.</returns>
    public static async Task<int> RunAsync(TextWriter output, TextWriter errors)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (DatabaseChoice.ConnectionStringOf(settings) is not { } connection || !PostgresDatabase.IsConnectionString(connection))
        {
            await errors.WriteLineAsync($"Which database? Set {DatabaseChoice.Connection} to an empty one, for example {DatabaseChoice.GoodConnection}.");
            return 1;
        }

        var target = new PostgresDatabase(connection);
        try
        {
            await new MoveToPostgres(settings["WISDOMWAVE_DATA_DIR"] ?? new StorageOptions().DataDirectory, target, output).MoveAsync(CancellationToken.None);
            return 0;
        }
        catch (Exception exception) when (exception is StartupException || PostgresProblems.Describe(exception, target) is not null)
        {
            await errors.WriteLineAsync($"{(exception as StartupException ?? PostgresProblems.Describe(exception, target)!).Message} Nothing was copied.");
            return 1;
        }
    }

    /// <exception cref="StartupException">Nothing was copied; the message says why.</exception>
    public async Task MoveAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_file))
            throw new StartupException($"There is no database {_file}: set WISDOMWAVE_DATA_DIR to the directory that contains dialog.db.");
        using var alone = DatabaseLock.TryTakeAlone(_file) ?? throw new StartupException($"The database {_file} is in use: stop WisdomWave, then start the copy again.");
        await using var source = OpenSource();

        var options = new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(target.ConnectionString).Options;
        var schema = new PostgresSchema(
            target, new PooledDbContextFactory<PostgresContext>(options), Options.Create(new StorageOptions()), TimeProvider.System, NullLogger<PostgresSchema>.Instance);
        await schema.UpgradeAsync(cancellationToken);
        await using var context = new PostgresContext(options);
        var tables = MovedTable.AllOf(context.Model);

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false, CommandTimeout = 0 }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, tables, cancellationToken);
        foreach (var table in tables)
            await CopyAsync(table, source, connection, cancellationToken);
        await ContinueNumbersAsync(source, connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        await using var statistics = new NpgsqlCommand("ANALYZE", connection);
        await statistics.ExecuteNonQueryAsync(cancellationToken);
        await output.WriteLineAsync(
            $"Copied {_file} to the database {target.Name} at {target.Server}. Set {DatabaseChoice.Setting}=postgres and start WisdomWave; the file is no longer used.");
    }

    private SqliteConnection OpenSource()
    {
        try
        {
            // With write access, because SQLite may have to recover a write-ahead log first.
            var source = SqliteFile.Open(_file, SqliteOpenMode.ReadWrite);
            var applied = MovedTable.List(source, """SELECT "MigrationId" FROM "__EFMigrationsHistory" """);
            if (SchemaUpgrade.MigrationsOf<DialogContext>().SetEquals(applied))
                return source;

            source.Dispose();
            throw new StartupException($"The database {_file} belongs to another version of WisdomWave: start this version with it once, then start the copy again.");
        }
        catch (SqliteException exception)
        {
            throw new StartupException($"The database {_file} cannot be read: {exception.Message}.", exception);
        }
    }

    /// <summary>Keeps services out until the end, and makes sure that there is nothing to overwrite.</summary>
    private async Task LockAsync(NpgsqlConnection connection, IReadOnlyList<MovedTable> tables, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand($"LOCK TABLE {string.Join(", ", tables.Select(table => table.QuotedName))} IN ACCESS EXCLUSIVE MODE", connection);
        await take.ExecuteNonQueryAsync(cancellationToken);
        foreach (var table in tables)
        {
            await using var look = new NpgsqlCommand($"SELECT EXISTS (SELECT 1 FROM {table.QuotedName})", connection);
            if (await look.ExecuteScalarAsync(cancellationToken) is true)
            {
                throw new StartupException(
                    $"The database {target.Name} at {target.Server} already contains data (in {table.Name}): name an empty database in {DatabaseChoice.Connection}.");
            }
        }
    }

    private async Task CopyAsync(MovedTable table, SqliteConnection source, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var sent = await table.CopyAsync(source, connection, cancellationToken);
        var stored = await table.SumAsync(connection, cancellationToken);
        if (sent != stored)
        {
            throw new StartupException(
                $"The table {table.Name} differs after the copy: {sent} in {_file}, {stored} in the database {target.Name}. Please report this.");
        }

        await output.WriteLineAsync($"{table.Name}: {stored}");
    }

    /// <summary>New rows get the numbers that they would have got in SQLite, so that none is used twice.</summary>
    private static async Task ContinueNumbersAsync(SqliteConnection source, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var numbered = new List<(string Table, string Column)>();
        await using (var find = new NpgsqlCommand(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'", connection))
        await using (var rows = await find.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
                numbered.Add((rows.GetString(0), rows.GetString(1)));
        }

        foreach (var (table, column) in numbered)
        {
            await using var last = source.CreateCommand();
            last.CommandText = """SELECT "seq" FROM sqlite_sequence WHERE "name" = $table""";
            last.Parameters.AddWithValue("$table", table);
            if (await last.ExecuteScalarAsync(cancellationToken) is not long number || number < 1)
                continue;

            await using var set = new NpgsqlCommand("SELECT setval(pg_get_serial_sequence($1, $2), $3)", connection)
            {
                Parameters = { new() { Value = $"\"{table}\"" }, new() { Value = column }, new() { Value = number } },
            };
            await set.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
