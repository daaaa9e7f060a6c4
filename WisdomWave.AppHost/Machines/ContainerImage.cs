namespace WisdomWave.AppHost.Machines;

/// <summary>
/// The image of a container resource. Each has an exact tag, so that every start runs the same program.
/// </summary>
internal sealed record ContainerImage(string Resource, string Registry, string Name, string Tag)
{
    /// <summary>The tag that Aspire's own AddRedis uses.</summary>
    public static readonly ContainerImage Cache = new("cache", "docker.io", "library/redis", "8.6");

    /// <summary>The tag that Aspire's own AddPostgres uses. A later major version could not read the data of an earlier one.</summary>
    public static readonly ContainerImage Database = new("postgres", "docker.io", "library/postgres", "18.3");

    public static readonly ContainerImage Prometheus = new("prometheus", "docker.io", "prom/prometheus", "v3.13.3");

    public static readonly ContainerImage Grafana = new("grafana", "docker.io", "grafana/grafana", "13.2.3");

    /// <summary>
    /// The base image of the orchestrator's container tunnel (DefaultBaseImage in DCP's internal/dcptun). Containers reach the services,
    /// which listen on loopback only, through that tunnel. A test compares this name with the orchestrator's.
    /// </summary>
    public static readonly ContainerImage TunnelBase = new("tunnel", "mcr.microsoft.com", "azurelinux/base/core", "3.0");

    public string Reference => $"{Registry}/{Name}:{Tag}";
}
