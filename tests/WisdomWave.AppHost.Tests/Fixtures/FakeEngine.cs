using System.Globalization;
using System.Text;

namespace WisdomWave.AppHost.Tests.Fixtures;

/// <summary>
/// A container engine and Aspire's orchestrator, faked by two small scripts that run as real processes. An image is present, can be
/// pulled, or is unknown to the registry; the registry may also not answer at all.
/// </summary>
internal sealed class FakeEngine : IDisposable
{
    private static readonly ContainerImage[] All =
        [ContainerImage.Cache, ContainerImage.Prometheus, ContainerImage.Grafana, ContainerImage.TunnelBase];

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-").FullName;

    /// <summary>The local images; all others must be pulled.</summary>
    public List<ContainerImage> Present { get; init; } = [.. All];

    public List<ContainerImage> InRegistry { get; init; } = [];

    public bool RegistryIsSilent { get; init; }

    /// <summary>Whether a download begins but never ends.</summary>
    public bool DownloadStalls { get; init; }

    public bool HasNewBuilder { get; init; } = true;

    public string Info { get; init; } = """{"containers":{"runtime":"docker","installed":true,"running":true}}""";

    /// <summary>Tests with a silent registry shorten this, so that they do not wait.</summary>
    public EnginePatience Patience { get; init; } = EnginePatience.Standard;

    public static void SkipWithoutShell() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The fake engine is a shell script; run this test on Linux or macOS.");

    /// <summary>The messages from the search for the engine.</summary>
    public List<string> Reported { get; } = [];

    /// <summary>Contains the process ID of a stalled download.</summary>
    public string PullingFile => Path.Combine(_folder, "pulling");

    public bool IsUsed => File.Exists(AskedFile);

    private string AskedFile => Path.Combine(_folder, "asked");

    public Task<ContainerEngine?> FindAsync(string? chosen = null)
    {
        var docker = Write("docker", Docker());
        return ContainerEngine.FindAsync(WriteOrchestrator(), chosen, name => name == "docker" ? docker : null, Patience, Reported.Add);
    }

    /// <summary>The environment for an app host process that uses this engine.</summary>
    public Dictionary<string, string> WriteForAppHost()
    {
        Write("docker", Docker());
        return new(TestSettings.FreePorts)
        {
            ["PATH"] = $"{_folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
            ["DcpPublisher__CliPath"] = WriteOrchestrator(),
            ["WISDOMWAVE_CONTAINERS"] = "auto",
            ["WISDOMWAVE_DATA_DIR"] = Path.Combine(_folder, "data"),
        };
    }

    public async Task<string[]> AskedAsync() => await File.ReadAllLinesAsync(AskedFile, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Docker()
    {
        var script = new StringBuilder("#!/bin/sh\n");
        script.Append("case \"$1 $2 $3\" in\n");
        foreach (var image in All)
        {
            Case($"image inspect {image.Reference}", Present.Contains(image) ? "exit 0" : "echo 'No such image' >&2; exit 1");
            Case($"pull {image.Reference} ", Pull(image));
        }

        Case("build --help ", HasNewBuilder ? "test \"$DOCKER_BUILDKIT\" = 1 && echo '      --secret stringArray'" : "echo '      --quiet'");
        return script.Append("esac\necho \"unexpected: $*\" >&2\nexit 99\n").ToString();

        void Case(string pattern, string body) =>
            script.Append(CultureInfo.InvariantCulture, $"  \"{pattern}\") {body}; exit 0 ;;\n");
    }

    private string Pull(ContainerImage image) =>
        RegistryIsSilent ? "exec sleep 1000"
        : DownloadStalls ? $"echo $$ > '{PullingFile}.new'; mv '{PullingFile}.new' '{PullingFile}'; echo Pulling; exec sleep 1000"
        : InRegistry.Contains(image) ? "echo Pulling"
        : "echo 'no such host.' >&2; exit 1";

    private string WriteOrchestrator() =>
        Write("dcp", $"#!/bin/sh\necho \"$@\" >> '{AskedFile}'\ncat <<'END'\n{Info}\nEND\n");

    private string Write(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
