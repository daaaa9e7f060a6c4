using System.Diagnostics;
using System.Globalization;

namespace WisdomWave.Testing;

/// <summary>
/// A PostgreSQL server from this machine's packages, in a temporary folder. It listens on a socket in that folder only, so it needs no port.
/// It ends with the test process, even if that is killed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Needs = "PostgreSQL is not installed: apt-get install postgresql";

    /// <summary>The owner of the server, who needs no password.</summary>
    public const string Superuser = "postgres";

    private const string MemoryFolder = "/dev/shm";

    // Nothing here has to survive the machine, and many small databases come and go.
    private static readonly string[] Settings =
    [
        "listen_addresses=", "fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "max_connections=500", "shared_buffers=64MB",
        "autovacuum=off", "jit=off", "deadlock_timeout=100ms", "checkpoint_timeout=1h", "max_wal_size=2GB", "timezone=UTC", "log_timezone=UTC",
    ];

    private static readonly Lazy<Task<PostgresServer>> ForAll = new(() => StartAsync(isShared: true));

    private readonly string _folder;
    private readonly bool _isShared;
    private readonly string[] _settings;
    private Process? _process;

    private PostgresServer(string folder, bool isShared, string[] settings) => (_folder, _isShared, _settings) = (folder, isShared, settings);

    public static bool IsInstalled => Programs is not null;

    /// <summary>The server that all tests of this process share.</summary>
    public static Task<PostgresServer> SharedAsync() => ForAll.Value;

    /// <summary>The directory of its socket, which is the host in a connection string.</summary>
    public string Host => _folder;

    /// <summary>The folder with initdb and postgres, of the newest version: Debian keeps them off the PATH.</summary>
    private static string? Programs { get; } = FindPrograms();

    /// <summary>Starts a server of the test's own, which it can stop and must dispose of.</summary>
    /// <param name="settings">More settings, for example <c>wal_level=replica</c>.</param>
    public static Task<PostgresServer> StartAsync(params string[] settings) => StartAsync(isShared: false, settings);

    private static async Task<PostgresServer> StartAsync(bool isShared, params string[] settings)
    {
        var parent = Directory.Exists(MemoryFolder) && new DriveInfo(MemoryFolder).AvailableFreeSpace > 1L << 30 ? MemoryFolder : Path.GetTempPath();
        // A socket's path has at most 107 characters.
        var server = new PostgresServer(Directory.CreateDirectory(Path.Combine(parent, $"wisdomwave-pg-{Path.GetRandomFileName()}")).FullName, isShared, settings);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", Superuser, server._folder);
        await RunAsync(AsOwner([Path.Combine(Programs!, "initdb"), "--pgdata", server.DataFolder, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", $"--username={Superuser}"]));
        // Passwords of the users whose name says so, for tests of wrong ones.
        await File.WriteAllTextAsync(
            Path.Combine(server.DataFolder, "pg_hba.conf"), "local all with_password scram-sha-256\nlocal all all trust\n");
        await server.StartAgainAsync();
        return server;
    }

    public string ConnectionString(string database, string user = Superuser) => $"Host={_folder};Username={user};Database={database}";

    /// <summary>Creates a folder in which the server may store data.</summary>
    public static async Task<string> CreateFolderAsync(string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "postgres")).FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", Superuser, folder);
        return folder;
    }

    /// <summary>Ends the server as a crash does.</summary>
    public async Task KillAsync()
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(DataFolder, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        using (var process = Process.GetProcessById(postmaster))
            process.Kill();
        await EndAsync();
    }

    public async Task StopAsync()
    {
        _process!.StandardInput.Close();
        await EndAsync();
    }

    /// <summary>Starts the server until it accepts connections: after a crash, processes of the old one may take a moment to end.</summary>
    public Task StartAgainAsync() => Eventually.HoldsAsync(
        async () =>
        {
            if (_process is null or { HasExited: true })
            {
                _process?.Dispose();
                _process = Start();
            }

            return await TryAsync(Path.Combine(Programs!, "pg_isready"), "--quiet", "--host", _folder) == 0;
        },
        () => $"PostgreSQL accepts connections; its log: {File.ReadAllText(LogFile)}");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string DataFolder => Path.Combine(_folder, "data");

    private string LogFile => Path.Combine(_folder, "log");

    private async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.Limit);
        await _process!.WaitForExitAsync(limit.Token);
        _process.Dispose();
        _process = null;
    }

    private Process Start()
    {
        // The shell stops the server when this process closes the pipe, or ends. SIGINT disconnects the clients.
        const string Script = """
            exec 3<&0 2>>"$LOG"
            "$@" >>"$LOG" 2>&1 </dev/null 3<&- & server=$!
            { cat <&3 >/dev/null; kill -INT $server; } 2>/dev/null & watch=$!
            exec 3<&-
            wait $server
            kill $watch 2>/dev/null
            [ -z "$REMOVED" ] || rm -rf "$REMOVED"
            """;
        string[] postgres = [Path.Combine(Programs!, "postgres"), "-D", DataFolder, "-k", _folder, .. Settings.Concat(_settings).SelectMany(setting => (string[])["-c", setting])];
        var command = AsOwner(["sh", "-c", Script, "sh", .. postgres]);
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, WorkingDirectory = "/" };
        start.Environment["LOG"] = LogFile;
        start.Environment["REMOVED"] = _isShared ? _folder : "";
        return Process.Start(start)!;
    }

    // PostgreSQL refuses to run as root.
    private static string[] AsOwner(string[] command) => Environment.IsPrivilegedProcess ? ["runuser", "-u", Superuser, "--", .. command] : command;

    private static string? FindPrograms()
    {
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return debian.OrderByDescending(folder => int.TryParse(Path.GetFileName(Path.GetDirectoryName(folder)), out var version) ? version : 0).Concat(path)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static async Task RunAsync(params string[] command)
    {
        if (await TryAsync(command) is not 0 and var code)
            throw new InvalidOperationException($"{command[0]} ended with exit code {code}.");
    }

    private static async Task<int> TryAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
