using System.Globalization;
using System.Text;
using WisdomWave.Testing;

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

    /// <summary>Tests with a silent registry shorten this, so that they do not wait; a slow machine must not reach the others.</summary>
    public EnginePatience Patience { get; init; } = Unhurried;

    public static EnginePatience Unhurried { get; } = EnginePatience.Standard with { Answer = Eventually.Limit, FirstSign = Eventually.Limit };

    public static void SkipWithoutShell() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The fake engine is a shell script; run this test on Linux or macOS.");

    /// <summary>The messages from the search for the engine.</summary>
    public List<string> Reported { get; } = [];

    /// <summary>Contains the process ID of a stalled download.</summary>
    public string PullingFile => Path.Combine(_folder, "pulling");

    public bool IsUsed => File.Exists(AskedFile);

    private string AskedFile => Path.Combine(_folder, "asked");

    public async Task<ContainerEngine?> FindAsync(string? chosen = null)
    {
        var docker = await WriteAsync("docker", Docker());
        return await ContainerEngine.FindAsync(await WriteOrchestratorAsync(), chosen, name => name == "docker" ? docker : null, Patience, Reported.Add);
    }

    /// <summary>The environment for an app host process that uses this engine.</summary>
    public async Task<Dictionary<string, string>> WriteForAppHostAsync()
    {
        await WriteAsync("docker", Docker());
        return new(TestSettings.FreePorts)
        {
            ["PATH"] = $"{_folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
            ["DcpPublisher__CliPath"] = await WriteOrchestratorAsync(),
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

    private Task<string> WriteOrchestratorAsync() =>
        WriteAsync("dcp", $"#!/bin/sh\necho \"$@\" >> '{AskedFile}'\ncat <<'END'\n{Info}\nEND\n");

    /// <summary>
    /// Another process writes the program. A process that another test starts meanwhile inherits, for a moment, the files that this one has
    /// open, and a program that is open for writing cannot run ("Text file busy").
    /// </summary>
    private async Task<string> WriteAsync(string name, string script)
    {
        var (text, path) = (Path.Combine(_folder, name + ".txt"), Path.Combine(_folder, name));
        await File.WriteAllTextAsync(text, script, TestContext.Current.CancellationToken);
        var run = await Command.RunAsync("install", ["-m", "700", text, path]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return path;
    }
}
