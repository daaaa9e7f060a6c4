using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Storage;

/// <summary>Where the database is and how its connections are set up.</summary>
internal sealed class DialogDatabase
{
    private readonly string _writing;

    public DialogDatabase(IOptions<StorageOptions> options)
    {
        Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(options.Value.DataDirectory, "dialog.db"));
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            ForeignKeys = true,
            DefaultTimeout = 10,
        }.ToString();

        // A file that has vanished is not to be replaced by an empty one; and whoever sends a message waits 10 s for an answer, also
        // behind a group that had to give up.
        _writing = new SqliteConnectionStringBuilder(ConnectionString) { Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 4, Pooling = false }.ToString();
    }

    public string Path { get; }

    public string ConnectionString { get; }

    /// <summary>
    /// synchronous=FULL: an acknowledged update survives a power cut, which WAL's default (NORMAL) does not promise.
    /// wal_autocheckpoint=0: <see cref="Checkpointer"/> does it on a connection of its own, off the path of a commit.
    /// secure_delete=ON, temp_store=MEMORY: what is erased is overwritten, and nothing spills into files beside the database.
    /// </summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = new SqliteConnection(_writing);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
