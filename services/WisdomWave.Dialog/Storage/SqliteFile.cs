using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>Connections to a database file for maintenance: copies, checks, backups.</summary>
internal static class SqliteFile
{
    /// <summary>Not pooled, so that the file is closed with the connection and can be moved or deleted.</summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
