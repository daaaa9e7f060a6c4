using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Machines;

/// <summary>Time limits for the engine: for an answer, for the first output of a download, for a whole download.</summary>
internal sealed record EnginePatience(TimeSpan Answer, TimeSpan FirstSign, TimeSpan Download)
{
    public static EnginePatience Standard { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5));
}

/// <summary>Docker or Podman, used through its command line. <c>Trouble</c> says why it cannot run containers; null if it can.</summary>
internal sealed record ContainerEngine(string Name, string Program, string? Trouble, EnginePatience Patience)
{
    /// <summary>Docker's old builder cannot build the tunnel's image; this variable selects the new one.</summary>
    public const string NewBuilderVariable = "DOCKER_BUILDKIT";

    private static readonly Dictionary<string, string> NewBuilder = new() { [NewBuilderVariable] = "1" };

    /// <summary>
    /// Asks Aspire's orchestrator which engine it would use, because it rejects some, for example a Docker version that is too old for
    /// it. Returns null if none is installed, or if the orchestrator's answer is invalid, which is reported.
    /// </summary>
    public static async Task<ContainerEngine?> FindAsync(
        string orchestrator, string? chosen, Func<string, string?> findProgram, EnginePatience patience, Action<string> report)
    {
        string[] choice = string.IsNullOrWhiteSpace(chosen) ? [] : ["--container-runtime", chosen.Trim()];
        var info = await ProgramRun.RunProgramAsync(orchestrator, ["info", .. choice], patience.Answer);
        if (!info.Succeeded)
            return null;

        // {"version":"0.26.6","containers":{"runtime":"docker","installed":true,"running":false,"error":"docker command …\nCannot connect …"}}
        Answer? answer;
        try
        {
            answer = JsonSerializer.Deserialize<Answer>(info.Output, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            report($"WisdomWave starts without containers, because \"{orchestrator} info\" (Aspire's orchestrator) returned an invalid answer; rebuild the app host to restore the orchestrator.");
            return null;
        }

        if (answer?.Containers is not { Installed: true, Runtime: { } name } containers || findProgram(name) is not { } program)
            return null;

        var lastLine = containers.Error?.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return new ContainerEngine(name, program, containers.Running ? null : lastLine ?? "it is not running", patience);
    }

    public async Task<bool> HasAsync(ContainerImage image) =>
        (await ProgramRun.RunProgramAsync(Program, ["image", "inspect", image.Reference], Patience.Answer)).Succeeded;

    /// <returns>Null on success, otherwise the reason for the failure.</returns>
    public async Task<string?> PullAsync(ContainerImage image)
    {
        var pull = await ProgramRun.RunProgramAsync(Program, ["pull", image.Reference], Patience.Download, Patience.FirstSign);
        return pull.Succeeded ? null : pull.LastError;
    }

    /// <summary>Whether it can build the tunnel's image. The image needs COPY --chmod, which came with the same builder as --secret.</summary>
    public async Task<bool> CanBuildTunnelAsync() =>
        (await ProgramRun.RunProgramAsync(Program, ["build", "--help"], Patience.Answer, environment: NewBuilder)).Output
            .Contains("--secret", StringComparison.Ordinal);

    private sealed record Answer(Engine? Containers);

    private sealed record Engine(string? Runtime, bool Installed, bool Running, string? Error);
}

/// <summary>Aspire's orchestrator (dcp), which runs the processes and containers.</summary>
internal static class Orchestrator
{
    /// <summary>Returns its path, which the build stores in the assembly and an Aspire setting can override.</summary>
    public static string? Find(IConfiguration configuration) =>
        configuration["DcpPublisher:CliPath"] ?? typeof(Orchestrator).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => string.Equals(metadata.Key, "DcpCliPath", StringComparison.OrdinalIgnoreCase))?.Value;
}
