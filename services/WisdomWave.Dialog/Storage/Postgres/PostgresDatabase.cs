using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WisdomWave.Dialog.Storage.Postgres;

/// <summary>PostgreSQL: the settings of its connections.</summary>
internal sealed partial class PostgresDatabase : IDatabaseEngine
{
    /// <summary>Npgsql's own limit is 100, which is also all that a server allows by default, for all processes together.</summary>
    private const int PoolSize = 20;

    // Npgsql's defaults. Another value is the operator's.
    private const int NpgsqlPoolSize = 100;
    private const int NpgsqlTimeout = 15;
    private const int NpgsqlCommandTimeout = 30;

    /// <summary>Ingress waits 10 s for a response, possibly behind a group of writes that times out first.</summary>
    private const int WriterTimeout = 4;

    /// <summary>More than there are statements and queries. Each is parsed and planned once for a connection.</summary>
    private const int PreparedStatements = 200;

    /// <summary>
    /// After a restart of the server, the connections of the pool are broken, and a command of a person must not fail because of that.
    /// All retries of a query together take 3 s.
    /// </summary>
    public const int ReadRetries = 4;

    public static readonly TimeSpan LongestReadPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// off would lose acknowledged updates in a crash. The other limits end what would hold locks: a blocked statement, and a process that
    /// stands still in the middle of a transaction.
    /// </summary>
    private const string WriterSettings = """
        SELECT set_config('synchronous_commit', 'on', FALSE) WHERE current_setting('synchronous_commit') = 'off';
        SET default_transaction_isolation = 'read committed';
        SET lock_timeout = '3s';
        SET idle_in_transaction_session_timeout = '60s'
        """;

    private readonly string _writing;

    public PostgresDatabase(IOptions<StorageOptions> options)
        : this(options.Value.ConnectionString!)
    {
    }

    public PostgresDatabase(string connectionString)
    {
        var reading = new NpgsqlConnectionStringBuilder(connectionString);
        reading.ApplicationName ??= "wisdomwave";
        if (reading.MaxPoolSize == NpgsqlPoolSize)
            reading.MaxPoolSize = PoolSize;
        if (reading.MaxAutoPrepare == 0)
            reading.MaxAutoPrepare = PreparedStatements;
        ConnectionString = reading.ToString();
        (Name, User, Server) = (reading.Database!, reading.Username, $"{reading.Host}:{reading.Port}");

        _writing = new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Pooling = false,
            Timeout = reading.Timeout == NpgsqlTimeout ? WriterTimeout : reading.Timeout,
            CommandTimeout = reading.CommandTimeout == NpgsqlCommandTimeout ? WriterTimeout : reading.CommandTimeout,
            AutoPrepareMinUsages = 1,
        }.ToString();
    }

    /// <summary>Contains the password.</summary>
    public string ConnectionString { get; }

    public string Name { get; }

    /// <summary>Null when it is the operating system's.</summary>
    public string? User { get; }

    /// <summary>Host and port, for people.</summary>
    public string Server { get; }

    public long? FreeBytes => null;

    public static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0, Database.Length: > 0 };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return false;
        }
    }

    public WriteSession OpenForWriting() => new PostgresWriteSession(OpenWriter(), OpenWriter);

    public DbConnection CreateConnection() => new NpgsqlConnection(ConnectionString);

    public DbCommand CreateCommand(DbConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(Numbered(sql, "$"), (NpgsqlConnection)connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>Gives the parameters <c>?1</c>, <c>?2</c>, … of a statement another prefix. No text in a statement contains such a thing.</summary>
    public static string Numbered(string sql, string prefix) => Parameter().Replace(sql, match => $"{prefix}{match.ValueSpan[1..]}");

    private NpgsqlConnection OpenWriter()
    {
        var connection = new NpgsqlConnection(_writing);
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand(WriterSettings, connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    [GeneratedRegex(@"\?\d+")]
    private static partial Regex Parameter();
}
