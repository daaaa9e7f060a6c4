using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace WisdomWave.Dialog.Storage;

/// <summary>Separates errors of the whole database from errors of a single statement.</summary>
internal static class StorageFault
{
    /// <summary>Whether the disk, the file or another process caused the error, so that any other write would fail too.</summary>
    public static bool Is(SqliteException exception) => exception.SqliteErrorCode
        is SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL or SQLITE_FULL or SQLITE_IOERR or SQLITE_READONLY or SQLITE_PERM
        or SQLITE_CANTOPEN or SQLITE_NOMEM or SQLITE_CORRUPT or SQLITE_NOTADB;
}

/// <summary>The database cannot be written at the moment. The same write may succeed later.</summary>
/// <param name="reason">For logs; contains no user data.</param>
/// <param name="innerException">SQLite's error; null when the write queue is full.</param>
internal sealed class StorageUnavailableException(string reason, Exception? innerException = null) : Exception(reason, innerException);
