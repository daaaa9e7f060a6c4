using System.Diagnostics;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Processes;
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
    public static async Task<int> RunAsync(Settings settings, string[] arguments)
    {
        var problems = new List<string>();
        Directory.CreateDirectory(settings.DataDirectory);
        using var alone = DataDirectoryLock.TryTake(settings.DataDirectory, problems);
        var program = ProgramFile.Of(new Projects.WisdomWave_Dialog());
        if (!program.Exists)
            problems.Add($"dialog has not been built: {program.Path} is missing. Build it with: dotnet build WisdomWave.AppHost");
        if (problems.Count > 0)
            return StartFailure.Report(problems);

        var start = new ProcessStartInfo(program.Path, [Verb, .. arguments]);
        start.Environment["WISDOMWAVE_DATA_DIR"] = settings.DataDirectory;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
