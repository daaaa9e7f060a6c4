using System.Collections.Concurrent;
using System.Diagnostics;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>
/// The whole application as a newcomer starts it: <c>dotnet run --project WisdomWave.AppHost</c>, on free ports. For tests of its
/// start, its stop and its processes; other tests use <see cref="HostedApplication"/>.
/// </summary>
public sealed class Application : IAsyncDisposable
{
    /// <summary>A start takes about 15 s on two quiet cores; this fits a machine ten times slower that runs other tests too.</summary>
    public static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, Uri> _addresses = new();
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The processes of the application inherit it, the orchestrator's (dcp) and the dashboard included.</summary>
    private readonly string _mark = Guid.NewGuid().ToString("N");

    private readonly HashSet<(int Id, ulong StartedAt)> _known = [];

    private Application(string dataDirectory, IReadOnlyDictionary<string, string> settings)
    {
        // A shell starts background jobs with SIGINT ignored, and their children inherit that: Ctrl+C would have no effect.
        string[] command = ["dotnet", "run", "--no-build", "--project", "WisdomWave.AppHost"];
        if (ProcessTable.IgnoresSigInt())
            command = ["env", "--default-signal=INT", .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Keeps the developer's user secrets out of the tests, and the other way round.
        start.Environment["APPDATA"] = Path.Combine(dataDirectory, "appdata");
        // Otherwise the dashboard generates a token, which it shows on a terminal only.
        start.Environment["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] = "end-to-end-tests";
        foreach (var name in TestSettings.OwnBotsAndModels())
            start.Environment.Remove(name);
        foreach (var (name, value) in TestSettings.Of(dataDirectory, settings))
            start.Environment[name] = value;
        start.Environment["WISDOMWAVE_TEST_MARK"] = _mark;

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    /// <summary>All lines of its output.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public string Output => string.Join('\n', _lines);

    public bool HasEnded => _process.HasExited;

    /// <returns>When the application says that it is up.</returns>
    /// <exception cref="StartFailedException">It ended before.</exception>
    public static async Task<Application> StartAsync(string dataDirectory, IReadOnlyDictionary<string, string>? settings = null)
    {
        var application = new Application(dataDirectory, settings ?? new Dictionary<string, string>());
        application._process.Start();
        application._process.BeginOutputReadLine();
        application._process.BeginErrorReadLine();
        try
        {
            var ended = application._process.WaitForExitAsync();
            if (await Task.WhenAny(application._up.Task, ended).WaitAsync(StartLimit) == ended)
                throw new StartFailedException(application._process.ExitCode, application.Lines);
        }
        catch (Exception failure)
        {
            var output = application.Output;
            await application.DisposeAsync();
            if (failure is TimeoutException)
                throw new TimeoutException($"The application was not up within {StartLimit}:\n{output}");
            throw;
        }

        application.Processes();
        return application;
    }

    /// <summary>An address that the application printed: "Chat page", "Prometheus", …</summary>
    public Uri? Find(string what) => _addresses.GetValueOrDefault(what);

    /// <summary>
    /// The processes of this application that run now. They are those that inherited the mark, and their children: redis-server, for
    /// one, overwrites the environment that Linux shows. A process that was seen once is found again after its parent has ended.
    /// </summary>
    public IReadOnlyList<RunningProcess> Processes()
    {
        var all = ProcessTable.Read();
        var found = all.Where(process => process.Environment.Contains(_mark, StringComparison.Ordinal) || _known.Contains((process.Id, process.StartedAt))).ToHashSet();
        while (all.Where(process => !found.Contains(process) && found.Any(parent => parent.Id == process.ParentId)).ToList() is { Count: > 0 } children)
            found.UnionWith(children);
        _known.UnionWith(found.Select(process => (process.Id, process.StartedAt)));
        return [.. found];
    }

    public RunningProcess ProcessOf(string program) => Assert.Single(Processes(), process => process.Runs(program));

    /// <summary>Stops it as a service manager does: SIGTERM.</summary>
    /// <returns>When none of its processes is left.</returns>
    public async Task StopAsync()
    {
        Processes();
        if (!_process.HasExited)
            ProcessTable.Signal(_process.Id, ProcessTable.SigTerm);
        await UntilNothingIsLeftAsync();
    }

    /// <summary>Sends SIGINT as a terminal does: to all foreground processes. The orchestrator has detached itself from the terminal.</summary>
    public void PressCtrlC()
    {
        var foreground = Processes().Where(process => process.Id == _process.Id || process.Runs("WisdomWave.AppHost")).ToList();
        foreach (var process in foreground)
            ProcessTable.Signal(process.Id, ProcessTable.SigInt);
    }

    public async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        await _process.WaitForExitAsync().WaitAsync(time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _process.HasExited;
    }

    public async Task UntilNothingIsLeftAsync()
    {
        await Eventually.HoldsAsync(
            () => Task.FromResult(_process.HasExited && Processes().Count == 0),
            () => $"no process of the application is left, but there are {string.Join(" | ", Processes().Select(process => process.CommandLine))}");
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (TimeoutException)
        {
            // The test's own failure says more. Tests of the stop call StopAsync themselves.
            foreach (var process in Processes())
                ProcessTable.Signal(process.Id, ProcessTable.SigKill);
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;

        _lines.Enqueue(line);

        // "  Chat page   http://localhost:5100"
        var parts = line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (line.StartsWith("  ", StringComparison.Ordinal) && parts.Length == 2 && Uri.TryCreate(parts[1], UriKind.Absolute, out var address))
            _addresses.TryAdd(parts[0], address);

        // The summary ends with it, after the addresses.
        if (line == "Press Ctrl+C to stop.")
            _up.TrySetResult();
    }
}

/// <summary>The application ended during its start.</summary>
public sealed class StartFailedException(int exitCode, IReadOnlyList<string> lines)
    : Exception($"The application ended during its start with exit code {exitCode}:\n{string.Join('\n', lines)}")
{
    public int ExitCode => exitCode;

    /// <summary>Its output.</summary>
    public IReadOnlyList<string> Lines => lines;
}
