using System.Data.Common;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// What differs between SQLite and PostgreSQL. The statements do not: each is written once, in the SQL that both understand, with the
/// parameters <c>?1</c>, <c>?2</c>, … A statement that needs a form for each (<see cref="WriteSession.Touch"/> only) belongs to the engine.
/// </summary>
internal interface IDatabaseEngine
{
    /// <summary>Free space on the disk of the database; null where it is not known: a database server's disk is the server's.</summary>
    long? FreeBytes { get; }

    /// <summary>Opens the writer's connection.</summary>
    WriteSession OpenForWriting();

    /// <summary>A connection for reading, not yet open, from the pool.</summary>
    DbConnection CreateConnection();

    /// <summary>A command with the parameters <c>?1</c>, <c>?2</c>, … in order; none of the values is null.</summary>
    DbCommand CreateCommand(DbConnection connection, string sql, params ReadOnlySpan<object> values);
}
