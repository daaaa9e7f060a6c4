using System.ComponentModel;
using System.Diagnostics;
using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Machines;

/// <summary>
/// Whether containers are run, decided before the topology is composed: whoever waits for a container on a machine that runs
/// none waits for ever.
/// </summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<bool> DecideAsync(ContainerUse use, Func<Task<bool>> answersAsync, List<string> problems)
    {
        if (use == ContainerUse.Never)
            return false;

        var answers = await answersAsync();
        if (!answers && use == ContainerUse.Always)
            problems.Add("WISDOMWAVE_CONTAINERS is always, but neither docker nor podman answers; start one of them, or set it to auto.");
        return answers;
    }

    public static async Task<bool> AnswersAsync() => await AnswersAsync("docker") || await AnswersAsync("podman");

    private static async Task<bool> AnswersAsync(string runtime)
    {
        if (Programs.OnPath(runtime) is not { } program)
            return false;

        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, "info") { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            process.Start();
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(patience.Token),
                process.StandardError.ReadToEndAsync(patience.Token),
                process.WaitForExitAsync(patience.Token));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            // Not a program after all.
            return false;
        }
    }
}
