using System.Diagnostics;

namespace WisdomWave.Testing;

/// <summary>The output of a service's process that cannot start.</summary>
public sealed record FailedStart(int ExitCode, string Stdout, string Stderr)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <param name="program">The service's assembly in the tests' folder: <c>WisdomWave.Dialog.dll</c>.</param>
    /// <param name="settings">Environment variables: <c>Cache__Timeout=0</c>.</param>
    /// <returns>When the process has ended.</returns>
    public static async Task<FailedStart> OfAsync(string program, params IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
            Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" },
        };
        foreach (var setting in settings)
            start.Environment[setting.Split('=')[0]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Limit);
        try
        {
            var stdout = process.StandardOutput.ReadToEndAsync(patience.Token);
            var stderr = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, (await stdout).TrimEnd(), stderr.TrimEnd());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{program} neither failed nor ended within {Limit}.");
        }
    }
}
