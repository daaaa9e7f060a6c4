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
    /// too old for it. Null where none is installed, or where the orchestrator's answer cannot be read, which is told.
    /// </summary>
    public static async Task<ContainerEngine?> FindAsync(
        string orchestrator, string? chosen, Func<string, string?> findProgram, EnginePatience patience, Action<string> tell)
    {
        string[] choice = string.IsNullOrWhiteSpace(chosen) ? [] : ["--container-runtime", chosen.Trim()];
        var info = await Execution.RunAsync(orchestrator, ["info", .. choice], patience.Answer);
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
            tell($"The start goes on without containers, because \"{orchestrator} info\" of Aspire's orchestrator gave an answer that cannot be read; build the app host again to restore the orchestrator.");
            return null;
        }

        if (answer?.Containers is not { Installed: true, Runtime: { } name } containers || findProgram(name) is not { } program)
            return null;

        var lastLine = containers.Error?.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return new ContainerEngine(name, program, containers.Running ? null : lastLine ?? "it does not run", patience);
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

    private sealed record Answer(Engine? Containers);

    private sealed record Engine(string? Runtime, bool Installed, bool Running, string? Error);
}
