using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// The ten migrations of the time before the first release. One migration, <see cref="Initial"/>, now creates their schema, so a database
/// that has all of them only needs another entry in its history.
/// </summary>
internal static class EarlierMigrations
{
    /// <summary>The migration that replaces them.</summary>
    public const string Initial = "20261128110000_Initial";

    private const string Last = "20261128041939_Admission";

    /// <summary>The last version that contains them.</summary>
    private const string LastCommit = "b0ed157";

    /// <summary>Whether a migration belongs to that time. Migrations are applied, and named, in the order of their dates.</summary>
    public static bool Contain(string migration) => string.CompareOrdinal(migration, Initial) < 0;

    /// <exception cref="StartupException">The database has only some of them, so it lacks a part of today's schema.</exception>
    public static void Check(DialogDatabase database, IEnumerable<string> applied)
    {
        if (applied.Max(StringComparer.Ordinal) is { } newest && newest != Last)
        {
            throw new StartupException(
                $"The database ({database.Path}) belongs to an early version of WisdomWave (its last migration is {newest}), which this version " +
                $"cannot upgrade: start the version of commit {LastCommit} with it once, then start this version again. Nothing was changed.");
        }
    }

    /// <summary>SQL that replaces them in the history.</summary>
    /// <param name="productVersion">The version of Entity Framework, which it records with each migration.</param>
    public static string Replace(string productVersion) =>
        $"""
        DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" < '{Initial}';
        INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('{Initial}', '{productVersion}');
        """;
}
