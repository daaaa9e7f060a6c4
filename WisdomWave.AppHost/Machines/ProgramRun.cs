using System.ComponentModel;
using System.Diagnostics;

namespace WisdomWave.AppHost.Machines;

/// <summary>The result of a program. The exit code is null if the program could not run or exceeded its time limit.</summary>
internal sealed record ProgramRun(int? ExitCode, string Output, string LastError)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Runs a program for at most <paramref name="limit"/>. It must write its first line within <paramref name="silence"/>.</summary>
    public static async Task<ProgramRun> RunProgramAsync(
        string program, string[] arguments, TimeSpan limit, TimeSpan? silence = null, Dictionary<string, string>? environment = null)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        foreach (var (name, value) in environment ?? [])
            process.StartInfo.Environment[name] = value;

        using var guarded = new GuardedProcess(process);
        using var patience = new CancellationTokenSource(silence ?? limit);
        try
        {
            if (!guarded.TryStart())
                return new ProgramRun(null, "", "the start was interrupted");

            var output = ReadAsync(process.StandardOutput);
            var errors = ReadAsync(process.StandardError);
            await process.WaitForExitAsync(patience.Token);
            return new ProgramRun(process.ExitCode, string.Join('\n', await output), (await errors).LastOrDefault(line => line.Trim().Length > 0) ?? "");
        }
        catch (Win32Exception e)
        {
            return new ProgramRun(null, "", e.Message);
        }
        catch (OperationCanceledException)
        {
            guarded.Kill();
            return new ProgramRun(null, "", "it took too long");
        }

        async Task<List<string>> ReadAsync(StreamReader reader)
        {
            var lines = new List<string>();
            while (await reader.ReadLineAsync(patience.Token) is { } line)
            {
                if (lines.Count == 0 && silence is not null)
                    patience.CancelAfter(limit);
                lines.Add(line);
            }

            return lines;
        }
    }
}
