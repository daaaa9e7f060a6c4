using System.Diagnostics;

namespace Aspire.Hosting.Running;

/// <summary>A process in a session of its own, so that Ctrl+C in the terminal reaches the app host alone and the order of the stop is ours.</summary>
internal sealed class ChildProcess : IDisposable
{
    // As in the real app host: these are about the app host itself, and its children must not inherit them.
    private static readonly string[] NotInherited =
        ["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE"];

    // Whoever inherited the process's output keeps it open; that must not hold up the news of its end.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Process _process;

    private ChildProcess(Process process, Action<string, bool> onLine)
    {
        _process = process;
        Id = process.Id;
        Exited = ReadToEndAsync(onLine);
    }

    public int Id { get; }

    public Task<int> Exited { get; }

    public static ChildProcess Start(CommandLine command, Action<string, bool> onLine)
    {
        var (program, prefix) = Session.Wrap(command.Program);
        var start = new ProcessStartInfo(program, [.. prefix, .. command.Arguments])
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in NotInherited)
            start.Environment.Remove(name);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new ChildProcess(process, onLine);
    }

    public void Terminate() => Signal.Terminate(_process);

    /// <summary>Ends the process and whatever it has started and left.</summary>
    public void Kill() => Signal.Kill(_process);

    public void Dispose() => _process.Dispose();

    private async Task<int> ReadToEndAsync(Action<string, bool> onLine)
    {
        var output = ReadAsync(_process.StandardOutput, isError: false, onLine);
        var errors = ReadAsync(_process.StandardError, isError: true, onLine);
        await _process.WaitForExitAsync();
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(LastWords));
        return _process.ExitCode;
    }

    private static async Task ReadAsync(StreamReader reader, bool isError, Action<string, bool> onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
            onLine(line, isError);
    }
}
