using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace WisdomWave.Dialog.Storage;

/// <summary>Tells what befalls the whole database from what is wrong with one statement.</summary>
internal static class StorageFault
{
    /// <summary>The disk, the file or whoever else uses it: no bug of ours, and no other write would fare better.</summary>
    public static bool Is(SqliteException exception) => exception.SqliteErrorCode
        is SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL or SQLITE_FULL or SQLITE_IOERR or SQLITE_READONLY or SQLITE_PERM
        or SQLITE_CANTOPEN or SQLITE_NOMEM or SQLITE_CORRUPT or SQLITE_NOTADB;
}
