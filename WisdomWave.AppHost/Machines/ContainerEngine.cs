using System.Text.Json;

namespace WisdomWave.AppHost.Machines;

/// <summary>How long the engine is waited for: a plain answer, the first sign of a download, a whole download.</summary>
internal sealed record EnginePatience(TimeSpan Answer, TimeSpan FirstSign, TimeSpan Download)
{
    public static EnginePatience Standard { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5));
}

/// <summary>Docker or Podman, asked through its command line. Trouble is why it runs no containers; null when it does.</summary>
internal sealed record ContainerEngine(string Name, string Program, string? Trouble, EnginePatience Patience)
{
    /// <summary>Docker's old builder cannot read what the tunnel's image is built from; this chooses the new one where there are both.</summary>
    public const string NewBuilderVariable = "DOCKER_BUILDKIT";

    private static readonly Dictionary<string, string> NewBuilder = new() { [NewBuilderVariable] = "1" };

    /// <summary>
    /// The engine that Aspire's orchestrator would use, by its own word: it refuses some that answer, for example a Docker that is
    /// too old for it. Null where none is installed.
    /// </summary>
    public static async Task<ContainerEngine?> FindAsync(
        string orchestrator, string? chosen, Func<string, string?> findProgram, EnginePatience patience)
    {
        string[] choice = string.IsNullOrWhiteSpace(chosen) ? [] : ["--container-runtime", chosen.Trim()];
        var info = await Execution.RunAsync(orchestrator, ["info", .. choice], patience.Answer);
        if (!info.Succeeded)
            return null;

        // {"version":"0.26.6","containers":{"runtime":"docker","installed":true,"running":false,"error":"docker command …\nCannot connect …"}}
        using var answer = JsonDocument.Parse(info.Output);
        if (!answer.RootElement.TryGetProperty("containers", out var containers) || !Is(containers, "installed"))
            return null;

        var name = containers.GetProperty("runtime").GetString()!;
        if (findProgram(name) is not { } program)
            return null;

        var error = containers.TryGetProperty("error", out var text) ? text.GetString() : null;
        var trouble = Is(containers, "running") ? null : error?.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it does not run";
        return new ContainerEngine(name, program, trouble, patience);
    }

    public async Task<bool> HasAsync(ContainerImage image) =>
        (await Execution.RunAsync(Program, ["image", "inspect", image.Reference], Patience.Answer)).Succeeded;

    /// <returns>Null when the image is here now, else why it is not.</returns>
    public async Task<string?> PullAsync(ContainerImage image)
    {
        var pull = await Execution.RunAsync(Program, ["pull", image.Reference], Patience.Download, Patience.FirstSign);
        return pull.Succeeded ? null : pull.LastError;
    }

    /// <summary>Whether it can build the tunnel's image: COPY --chmod, which it needs, came with the same builder as this option.</summary>
    public async Task<bool> CanBuildTunnelAsync() =>
        (await Execution.RunAsync(Program, ["build", "--help"], Patience.Answer, environment: NewBuilder)).Output
            .Contains("--secret", StringComparison.Ordinal);

    private static bool Is(JsonElement containers, string property) => containers.TryGetProperty(property, out var value) && value.GetBoolean();
}
