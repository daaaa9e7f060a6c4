using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WisdomWave.EndToEnd;

/// <summary>The whole application as a newcomer starts it: <c>dotnet run --project WisdomWave.AppHost</c>, on free ports.</summary>
public sealed class Application : IAsyncDisposable
{
    /// <summary>Includes a slow machine that runs other tests beside it; the start itself takes seconds.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    /// <summary>Answers under way get their time, 30 s in all.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentDictionary<string, Uri> _addresses = new();
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every process of the application inherits it, which is how those that are left over are found.</summary>
    private readonly string _mark = Guid.NewGuid().ToString("N");

    private Application(string dataDirectory, IReadOnlyDictionary<string, string> settings)
    {
        DataDirectory = dataDirectory;
        var start = new ProcessStartInfo("dotnet", ["run", "--no-build", "--project", "WisdomWave.AppHost"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["Dashboard", "Playground", "Ingress", "Dialog", "Completion", "Prometheus", "Grafana"])
            start.Environment[$"Ports__{name}"] = "0";
        foreach (var name in (string[])["TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL"])
            start.Environment[name] = "";
        start.Environment["WISDOMWAVE_DATA_DIR"] = dataDirectory;
        start.Environment["WISDOMWAVE_TEST_MARK"] = _mark;
        // What the developer of this machine keeps in user secrets is not for tests, and theirs are not for the developer.
        start.Environment["APPDATA"] = Path.Combine(dataDirectory, "appdata");
        // Otherwise the dashboard makes up a token, which only a terminal shows.
        start.Environment["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] = "end-to-end-tests";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _up.TrySetException(new InvalidOperationException($"The application ended during its start:\n{Output}"));
    }

    public string DataDirectory { get; }

    /// <summary>Everything that it has printed.</summary>
    public string Output => string.Join('\n', _output);

    /// <returns>When the application says that it is up.</returns>
    public static async Task<Application> StartAsync(string dataDirectory, IReadOnlyDictionary<string, string>? settings = null)
    {
        var application = new Application(dataDirectory, settings ?? new Dictionary<string, string>());
        application._process.Start();
        application._process.BeginOutputReadLine();
        application._process.BeginErrorReadLine();
        try
        {
            await application._up.Task.WaitAsync(StartPatience);
        }
        catch (TimeoutException)
        {
            var output = application.Output;
            await application.DisposeAsync();
            throw new TimeoutException($"The application was not up within {StartPatience}:\n{output}");
        }

        return application;
    }

    /// <summary>Where something is, as the application printed it: "Chat page", "Prometheus", …</summary>
    public Uri? Find(string what) => _addresses.GetValueOrDefault(what);

    /// <summary>Ends it as a service manager does. Ctrl+C goes the same way.</summary>
    /// <returns>How long it took until every process had ended.</returns>
    public async Task<TimeSpan> StopAsync()
    {
        var started = Stopwatch.GetTimestamp();
        if (!_process.HasExited)
        {
            Assert.Equal(0, Kill(_process.Id, SigTerm));
            await _process.WaitForExitAsync().WaitAsync(StopPatience);
        }

        while (LeftOver().Count > 0 && Stopwatch.GetElapsedTime(started) < StopPatience)
            await Task.Delay(20);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>The processes of this application that still run, where the system tells (Linux).</summary>
    public IReadOnlyList<string> LeftOver() => [.. Processes().Select(process => $"{process.Id} {process.CommandLine}")];

    /// <inheritdoc cref="LeftOver"/>
    public IReadOnlyList<(int Id, string CommandLine, string Environment)> Processes()
    {
        if (!OperatingSystem.IsLinux())
            return [];

        var running = new List<(int, string, string)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                var environment = File.ReadAllText($"{folder}/environ");
                if (environment.Contains(_mark, StringComparison.Ordinal))
                    running.Add((int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), File.ReadAllText($"{folder}/cmdline").Replace('\0', ' '), environment));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or is somebody else's.
            }
        }

        return running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;

        _output.Enqueue(line);

        // "  Chat page   http://localhost:5100"
        var parts = line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (line.StartsWith("  ", StringComparison.Ordinal) && parts.Length == 2 && Uri.TryCreate(parts[1], UriKind.Absolute, out var address))
            _addresses.TryAdd(parts[0], address);
        if (line.Contains("Press Ctrl+C to stop.", StringComparison.Ordinal))
            _up.TrySetResult();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
