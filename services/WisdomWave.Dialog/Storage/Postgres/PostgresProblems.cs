using System.Net.Sockets;
using Npgsql;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage.Postgres;

/// <summary>Says in one sentence, without the password, why PostgreSQL cannot be used.</summary>
internal static class PostgresProblems
{
    /// <returns>Null when the cause is not the server, the connection or a setting.</returns>
    public static StartupException? Describe(Exception exception, PostgresDatabase database) => Sentence(exception, database) is { } sentence
        ? new StartupException(sentence, exception)
        : null;

    private static string? Sentence(Exception exception, PostgresDatabase database) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"PostgreSQL at {database.Server} has no database {database.Name}: create it (createdb {database.Name}), or name another one in {DatabaseChoice.Connection}.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            $"PostgreSQL at {database.Server} rejects the user {database.User ?? "of this process"}: check Username and Password in {DatabaseChoice.Connection}.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"The user {database.User ?? "of this process"} may not create tables in the database {database.Name} ({refused.MessageText}): make that user the owner of the database.",
        PostgresException other => $"PostgreSQL at {database.Server} cannot be used: {other.MessageText} ({other.SqlState}).",
        SocketException or NpgsqlException { InnerException: SocketException or IOException or TimeoutException } =>
            $"PostgreSQL cannot be reached at {database.Server}: start it, or set Host and Port in {DatabaseChoice.Connection} to where it listens.",
        NpgsqlException other => $"PostgreSQL at {database.Server} cannot be used: {other.Message}",
        _ => null,
    };
}
