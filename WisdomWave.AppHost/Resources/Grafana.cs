using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.AppHost.Boards;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;

namespace WisdomWave.AppHost.Resources;

internal static class Grafana
{
    private const string Files = "Monitoring/grafana";

    private const string BoardsInContainer = "/var/lib/wisdomwave/dashboards";

    // Debian's package, Homebrew on Apple silicon, Homebrew on Intel. In an unpacked archive it is the parent of bin/.
    private static readonly string[] Homes =
        ["/usr/share/grafana", "/opt/homebrew/opt/grafana/share/grafana", "/usr/local/opt/grafana/share/grafana"];

    /// <summary>Uses Grafana in a container, or else the machine's own; null if there is neither.</summary>
    public static IResourceBuilder<IResourceWithEndpoints>? AddGrafana(
        this IDistributedApplicationBuilder builder,
        Ports ports,
        string dataDirectory,
        Machine machine,
        IResourceBuilder<IResourceWithEndpoints>? prometheus,
        IResourceBuilder<ProjectResource> ingress)
    {
        if (prometheus is null)
            return null;

        // The copies of the boards hold the ports of this start. A deployment takes the files as they are.
        var boards = builder.ExecutionContext.IsRunMode ? Path.Combine(dataDirectory, "grafana", "boards") : BoardFiles.Folder;
        if (machine.RunsInContainer(ContainerImage.Grafana))
            return builder.AddContainer("grafana", ContainerImage.Grafana.Name, ContainerImage.Grafana.Tag)
                .WithImageRegistry(ContainerImage.Grafana.Registry)
                .WithBindMount($"{Files}/provisioning", "/etc/grafana/provisioning", isReadOnly: true)
                .WithBindMount(boards, BoardsInContainer, isReadOnly: true)
                .WithVolume("wisdomwave-grafana", "/var/lib/grafana")
                .WithHttpEndpoint(port: ports.Grafana, targetPort: 3000, name: "http")
                .WithBoards(prometheus, ingress, new BoardFiles(builder.AppHostDirectory, ports), boards, BoardsInContainer);

        var program = machine.FindProgram("grafana");
        if ((program ?? machine.FindProgram("grafana-server")) is not { } server)
            return null;

        string[] command = program is null ? [] : ["server"];
        string[] home = FindHome(server) is { } path ? ["--homepath", path] : [];
        var own = Path.Combine(dataDirectory, "grafana");
        var files = Path.Combine(builder.AppHostDirectory, Files);
        return builder.AddExecutable("grafana", server, builder.AppHostDirectory, [.. command, .. home])
            .WithHttpEndpoint(port: ports.Grafana, name: "http", isProxied: false)
            .WithEnvironment("GF_SERVER_HTTP_ADDR", "127.0.0.1")
            .WithEnvironment("GF_SERVER_HTTP_PORT", ports.Grafana.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("GF_PATHS_DATA", own)
            .WithEnvironment("GF_PATHS_LOGS", Path.Combine(own, "log"))
            .WithEnvironment("GF_PATHS_PROVISIONING", Path.Combine(files, "provisioning"))
            .WithBoards(prometheus, ingress, new BoardFiles(builder.AppHostDirectory, ports), boards, boards);
    }

    // Everyone on this machine may view the dashboards; nobody may edit them, because they are files. Grafana waits for ingress, the last
    // service to start, so that it does not slow down the services. WaitFor would make Aspire open its tunnel for that, and Grafana would
    // fail together with the tunnel. Grafana does not wait for Prometheus, because it also works while Prometheus is down.
    private static IResourceBuilder<T> WithBoards<T>(
        this IResourceBuilder<T> grafana,
        IResourceBuilder<IResourceWithEndpoints> prometheus,
        IResourceBuilder<ProjectResource> ingress,
        BoardFiles files,
        string written,
        string read)
        where T : IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport =>
        grafana
            .WithEnvironment("PROMETHEUS_URL", prometheus.GetEndpoint("http"))
            .WithEnvironment("DASHBOARDS", read)
            .WithEnvironment("GF_AUTH_ANONYMOUS_ENABLED", "true")
            .WithEnvironment("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer")
            .WithEnvironment("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", $"{read}/bots.json")
            .WithEnvironment("GF_ANALYTICS_REPORTING_ENABLED", "false")
            .WithEnvironment("GF_ANALYTICS_CHECK_FOR_UPDATES", "false")
            .WithEnvironment("GF_LOG_LEVEL", "warn")
            .WithReadiness("grafana is ready", new HttpAnswer(grafana.GetEndpoint("http"), "/api/health"))
            .WithFile(written, isSecret: false, files.WriteToAsync)
            .OnBeforeResourceStarted(async (_, start, cancellationToken) =>
                await start.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceHealthyAsync(ingress.Resource.Name, cancellationToken));

    private static string? FindHome(string server) =>
        Homes.Prepend(Path.GetFullPath(Path.Combine(server, "..", "..")))
            .FirstOrDefault(home => File.Exists(Path.Combine(home, "conf", "defaults.ini")));
}
