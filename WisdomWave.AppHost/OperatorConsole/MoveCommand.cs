using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>Copies the database from SQLite to PostgreSQL. Dialog's program does the work; this command knows the settings.</summary>
/// <remarks><code>dotnet run --project WisdomWave.AppHost -- move-to-postgres</code></remarks>
internal static class MoveCommand
{
    public const string Verb = "move-to-postgres";

    /// <returns>The exit code: 1 if nothing was copied.</returns>
    public static Task<int> RunAsync(Settings settings) =>
        DialogProgram.RunAsync(settings, [Verb], (Settings.DatabaseConnectionSetting.Replace(":", "__", StringComparison.Ordinal), settings.DatabaseConnection));
}
