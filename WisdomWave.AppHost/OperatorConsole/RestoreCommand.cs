using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Startup;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>Replaces the database by a backup. Dialog's program does the work; this command knows the data directory.</summary>
/// <remarks><code>dotnet run --project WisdomWave.AppHost -- restore data/backups/scheduled-2026-11-27T12-00-00-000Z.db</code></remarks>
internal static class RestoreCommand
{
    public const string Verb = "restore";

    /// <param name="settings">Where the data is.</param>
    /// <param name="arguments">The path of the backup; a relative one starts at the current directory.</param>
    /// <returns>The exit code: 1 if nothing was restored.</returns>
    public static Task<int> RunAsync(Settings settings, string[] arguments) => settings.Database == DatabaseKind.Sqlite
        ? DialogProgram.RunAsync(settings, [Verb, .. arguments])
        : Task.FromResult(StartFailure.Report(
            [$"The database is on PostgreSQL: restore it with pg_restore or psql. To restore a file of SQLite, set {Settings.DatabaseSetting}=sqlite."]));
}
