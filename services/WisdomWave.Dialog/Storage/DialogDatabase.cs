using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Storage;

/// <summary>Where the database is and how its connections are set up.</summary>
internal sealed class DialogDatabase
{
    public DialogDatabase(IOptions<StorageOptions> options)
    {
        Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(options.Value.DataDirectory, "dialog.db"));
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            ForeignKeys = true,
            DefaultTimeout = 10,
        }.ToString();
    }

    public string Path { get; }

    public string ConnectionString { get; }

    /// <summary>
    /// synchronous=FULL: an acknowledged update survives a power cut, which WAL's default (NORMAL) does not promise.
    /// wal_autocheckpoint=0: <see cref="Checkpointer"/> does it on a connection of its own, off the path of a commit.
    /// </summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON;";
        command.ExecuteNonQuery();
        return connection;
    }
}
