namespace WisdomWave.AppHost.Machines;

/// <summary>How long the engine is waited for: a plain answer, the first sign of a download, a whole download.</summary>
internal sealed record EnginePatience(TimeSpan Answer, TimeSpan FirstSign, TimeSpan Download)
{
    public static EnginePatience Standard { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5));
}

/// <summary>Docker or Podman, asked through its command line.</summary>
internal sealed class ContainerEngine(string name, string program, EnginePatience patience)
{
    /// <summary>Docker's old builder cannot read what the tunnel's image is built from. The new one is an option in old versions.</summary>
    private static readonly Dictionary<string, string> NewBuilder = new() { [NewBuilderVariable] = "1" };

    public const string NewBuilderVariable = "DOCKER_BUILDKIT";

    public string Name { get; } = name;

    /// <summary>The engine that answers; the one that Aspire is told to use (ASPIRE_CONTAINER_RUNTIME) has no alternative.</summary>
    public static async Task<ContainerEngine?> FindAsync(string? chosen, Func<string, string?> findProgram, EnginePatience patience)
    {
        foreach (var name in string.IsNullOrWhiteSpace(chosen) ? ["docker", "podman"] : (string[])[chosen.Trim()])
        {
            if (findProgram(name) is { } program && (await Execution.RunAsync(program, ["info"], patience.Answer)).Succeeded)
                return new ContainerEngine(name, program, patience);
        }

        return null;
    }

    public async Task<bool> HasAsync(ContainerImage image) =>
        (await Execution.RunAsync(program, ["image", "inspect", image.Reference], patience.Answer)).Succeeded;

    /// <returns>Null when the image is here now, else why it is not.</returns>
    public async Task<string?> PullAsync(ContainerImage image)
    {
        var pull = await Execution.RunAsync(program, ["pull", image.Reference], patience.Download, patience.FirstSign);
        return pull.Succeeded ? null : pull.LastError.TrimEnd('.');
    }

    /// <summary>Whether it can build the tunnel's image: COPY --chmod, which it needs, came with the same builder as this option.</summary>
    public async Task<bool> CanBuildTunnelAsync() =>
        (await Execution.RunAsync(program, ["build", "--help"], patience.Answer, environment: NewBuilder)).Output
            .Contains("--secret", StringComparison.Ordinal);
}
