using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Storage;

/// <summary>SQLite: the path of the database and the settings of its connections.</summary>
internal sealed class DialogDatabase : IDatabaseEngine
{
    private readonly string _writing;
    private readonly DriveInfo _disk;

    public DialogDatabase(IOptions<StorageOptions> options)
    {
        Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(options.Value.DataDirectory, "dialog.db"));
        _disk = new DriveInfo(System.IO.Path.GetDirectoryName(Path)!);
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            ForeignKeys = true,
            DefaultTimeout = 10,
        }.ToString();

        // ReadWrite: a file that has vanished must not be replaced by an empty one. 4 s: ingress waits 10 s for a response, possibly
        // behind a group of writes that times out first.
        _writing = new SqliteConnectionStringBuilder(ConnectionString) { Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 4, Pooling = false }.ToString();
    }

    public string Path { get; }

    public string ConnectionString { get; }

    public long? FreeBytes
    {
        get
        {
            try
            {
                return _disk.AvailableFreeSpace;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The file system does not tell.
                return null;
            }
        }
    }

    /// <summary>
    /// synchronous=FULL: an acknowledged update survives a power cut, which WAL's default (NORMAL) does not guarantee.
    /// wal_autocheckpoint=0: <see cref="Checkpointer"/> does this on its own connection, so that no commit waits for it.
    /// secure_delete=ON, temp_store=MEMORY: erased rows are overwritten, and nothing is written to temporary files.
    /// </summary>
    public WriteSession OpenForWriting()
    {
        var connection = new SqliteConnection(_writing);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;";
            command.ExecuteNonQuery();
            return new SqliteWriteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public DbConnection CreateConnection() => new SqliteConnection(ConnectionString);

    public DbCommand CreateCommand(DbConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        var command = ((SqliteConnection)connection).CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"?{i + 1}", values[i]);
        return command;
    }
}
