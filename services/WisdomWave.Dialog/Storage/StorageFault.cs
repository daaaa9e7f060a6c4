using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using static SQLitePCL.raw;

namespace WisdomWave.Dialog.Storage;

/// <summary>Separates errors of the whole database from errors of a single statement.</summary>
internal static class StorageFault
{
    /// <summary>Whether the disk, the file, the server or another process caused the error, so that any other write would fail too.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode
            is SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL or SQLITE_FULL or SQLITE_IOERR or SQLITE_READONLY or SQLITE_PERM
            or SQLITE_CANTOPEN or SQLITE_NOMEM or SQLITE_CORRUPT or SQLITE_NOTADB,
        PostgresException postgres => IsOfServer(postgres.SqlState),

        // The connection: refused, lost, timed out, or all of the pool in use.
        NpgsqlException or SocketException => true,

        // Entity Framework wraps errors when it gives up.
        _ => exception.InnerException is NpgsqlException inner && Is(inner),
    };

    /// <summary>Whether another process changed the same rows at the same time, so that the write succeeds when it is run again.</summary>
    public static bool IsConflict(Exception exception) => exception is WriteConflictException or PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation,
    };

    /// <summary>The server has ended the connection of a process that stood still in the middle of a transaction.</summary>
    private const string IdleInTransaction = "25P03";

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static bool IsOfServer(string state) => state[..2]
        // Connection, authorization, database name, resources (disk full, memory, connections), operator's intervention (shutdown, crash
        // recovery, statement timeout), system error (I/O), internal error (damaged file).
        is "08" or "28" or "3D" or "53" or "57" or "58" or "XX"
        || state is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege
            or IdleInTransaction;
}

/// <summary>The database cannot be written at the moment. The same write may succeed later.</summary>
/// <param name="reason">For logs; contains no user data.</param>
/// <param name="innerException">The database's error; null when the write queue is full.</param>
internal sealed class StorageUnavailableException(string reason, Exception? innerException = null) : Exception(reason, innerException);

/// <summary>Another process has changed what this write relies on. The writer rolls back and runs the write again.</summary>
internal sealed class WriteConflictException(string reason) : Exception(reason);
