using System.Diagnostics;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Processes;
using WisdomWave.AppHost.Startup;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>Runs dialog's program for an operator's command while the application is stopped.</summary>
internal static class DialogProgram
{
    /// <param name="settings">Where the data is.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="environment">More variables.</param>
    /// <returns>The program's exit code, or 1 if it cannot run.</returns>
    public static async Task<int> RunAsync(Settings settings, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var problems = new List<string>();
        Directory.CreateDirectory(settings.DataDirectory);
        using var alone = DataDirectoryLock.TryTake(settings.DataDirectory, problems);
        var program = ProgramFile.Of(new Projects.WisdomWave_Dialog());
        if (!program.Exists)
            problems.Add($"dialog has not been built: {program.Path} is missing. Build it with: dotnet build WisdomWave.AppHost");
        if (problems.Count > 0)
            return StartFailure.Report(problems);

        var start = new ProcessStartInfo(program.Path, arguments);
        start.Environment["WISDOMWAVE_DATA_DIR"] = settings.DataDirectory;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
