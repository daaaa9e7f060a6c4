using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd.Publishing;

/// <summary>
/// A unit of a published folder, run as systemd would run it: the command, the working directory and the environment are those that the unit
/// names, and nothing else. Its parent process is called systemd, and it reports its state to a socket.
/// </summary>
internal sealed class UnitProcess : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ILookup<string, string> _unit;
    private readonly string _shell;
    private readonly ConcurrentQueue<string> _reports = new();
    private readonly Socket _notifications = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Task _listening;
    private Process? _parent;
    private int _id;

    /// <param name="unitFile">The unit.</param>
    /// <param name="folder">An empty folder for the process's output.</param>
    public UnitProcess(string unitFile, string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        // ExecStart=/opt/wisdomwave/services/dialog/WisdomWave.Dialog
        _unit = File.ReadLines(unitFile).Where(line => !line.StartsWith('#') && line.Contains('=', StringComparison.Ordinal))
            .Select(line => line.Split('=', 2)).ToLookup(line => line[0], line => line[1]);
        // The name of a process is that of its file.
        _shell = Path.Combine(_folder, "systemd");
        File.CreateSymbolicLink(_shell, "/bin/sh");
        _notifications.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "notify")));
        _listening = ListenAsync();
    }

    public string LogFile => Path.Combine(_folder, "log");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _reports.Clear();
        var environment = string.Join('\n', _unit["EnvironmentFile"].Select(file => $". '{file}'"));
        var credentials = _unit["LoadCredential"].Select(credential => Path.GetDirectoryName(credential.Split(':')[1])).FirstOrDefault();
        var script =
            $"""
            set -a
            {environment}
            set +a
            export NOTIFY_SOCKET='{_folder}/notify' CREDENTIALS_DIRECTORY='{credentials}'
            cd '{_unit["WorkingDirectory"].FirstOrDefault() ?? "/"}'
            {_unit["ExecStart"].Single()} >> '{LogFile}' 2>&1 &
            echo $!
            wait $!
            """;
        var start = new ProcessStartInfo(_shell, ["-c", script]) { RedirectStandardOutput = true };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        _parent = Process.Start(start)!;
        _id = int.Parse((await _parent.StandardOutput.ReadLineAsync(cancellationToken))!, CultureInfo.InvariantCulture);
    }

    /// <summary>Completes when the service has told systemd that it is ready.</summary>
    public Task UntilReadyAsync() => Eventually.HoldsAsync(
        () => _parent!.HasExited ? throw new InvalidOperationException($"{_unit["ExecStart"].Single()} has ended:\n{File.ReadAllText(LogFile)}") : _reports.Contains("READY=1"),
        () => $"{_unit["ExecStart"].Single()} reports READY=1; its output: {File.ReadAllText(LogFile)}");

    /// <summary>kill -9: no cleanup, nothing flushed.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        ProcessTable.Signal(_id, ProcessTable.SigKill);
        await _parent!.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Stops it as systemd does.</summary>
    /// <returns>The exit code, when it has ended.</returns>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        ProcessTable.Signal(_id, ProcessTable.SigTerm);
        await _parent!.WaitForExitAsync(cancellationToken).WaitAsync(Eventually.Limit, cancellationToken);
        await Eventually.HoldsAsync(() => _reports.Contains("STOPPING=1"), "the service has reported STOPPING=1");
        return _parent.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_parent is { HasExited: false })
            await KillAsync(CancellationToken.None);
        _parent?.Dispose();
        _notifications.Dispose();
        await _listening;
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var length = await _notifications.ReceiveAsync(buffer);
                _reports.Enqueue(System.Text.Encoding.UTF8.GetString(buffer, 0, length).Trim());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
