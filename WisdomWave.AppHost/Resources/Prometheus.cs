using System.Text;
using WisdomWave.AppHost.Machines;

namespace WisdomWave.AppHost.Resources;

internal static class Prometheus
{
    private const string AllowedHosts = "AllowedHosts";

    // The names that a container uses for this machine: through Aspire's tunnel, with Docker, with Podman.
    private static readonly string[] HostNamesInContainers = ["aspire.dev.internal", "host.docker.internal", "host.containers.internal"];

    private const string Template = "Monitoring/prometheus/prometheus.yml";

    private const string Rules = "Monitoring/prometheus/rules.yml";

    private const string RulesInContainer = "/etc/prometheus/rules.yml";

    private const string RulesPlaceholder = "<rules>";

    private const string AlertmanagerPlaceholder = "<alertmanager>";

    /// <summary>Uses Prometheus in a container, or else the machine's own; null if there is neither. It scrapes the services' addresses from the topology.</summary>
    public static IResourceBuilder<IResourceWithEndpoints>? AddPrometheus(
        this IDistributedApplicationBuilder builder,
        int port,
        string dataDirectory,
        Machine machine,
        IResourceBuilder<IResourceWithEndpoints>? alertmanager,
        params IResourceBuilder<ProjectResource>[] services)
    {
        if (machine.RunsInContainer(ContainerImage.Prometheus))
            return builder.AddPrometheusContainer(port, services);

        return machine.FindProgram("prometheus") is { } program
            ? builder.AddPrometheusProgram(program, port, Path.Combine(dataDirectory, "prometheus"), alertmanager, services)
            : null;
    }

    private static IResourceBuilder<ContainerResource> AddPrometheusContainer(
        this IDistributedApplicationBuilder builder, int port, IResourceBuilder<ProjectResource>[] services)
    {
        // Inside a container the services have other addresses, which Aspire puts into the variables.
        var fill = string.Join(' ', services.Select(service => $"-e \"s|{Placeholder(service)}|${Variable(service)}|\""));
        var prometheus = builder.AddContainer("prometheus", ContainerImage.Prometheus.Name, ContainerImage.Prometheus.Tag)
            .WithImageRegistry(ContainerImage.Prometheus.Registry)
            .WithBindMount(Template, "/etc/prometheus/template.yml", isReadOnly: true)
            .WithBindMount(Rules, RulesInContainer, isReadOnly: true)
            .WithVolume("wisdomwave-prometheus", "/prometheus")
            .WithEntrypoint("/bin/sh")
            .WithArgs("-c", $"sed {fill} -e \"s|{RulesPlaceholder}|{RulesInContainer}|\" -e \"s|{AlertmanagerPlaceholder}||\" /etc/prometheus/template.yml > /prometheus/scrape.yml && exec prometheus --config.file=/prometheus/scrape.yml --storage.tsdb.path=/prometheus/tsdb --storage.tsdb.retention.time=15d --log.level=warn")
            .WithHttpEndpoint(port: port, targetPort: 9090, name: "http")
            .WithReadinessCheck();
        foreach (var service in services)
        {
            prometheus.WithEnvironment(Variable(service), $"{Address(service)}").WaitFor(service);
            if (builder.ExecutionContext.IsRunMode)
                service.WithEnvironment(AllowedHosts, string.Join(';', [.. HostNamesInContainers, builder.Configuration[AllowedHosts] ?? ""]));
        }

        return prometheus;
    }

    private static IResourceBuilder<ExecutableResource> AddPrometheusProgram(
        this IDistributedApplicationBuilder builder,
        string program,
        int port,
        string directory,
        IResourceBuilder<IResourceWithEndpoints>? alertmanager,
        IResourceBuilder<ProjectResource>[] services)
    {
        var scrape = Path.Combine(directory, "scrape.yml");
        var prometheus = builder.AddExecutable("prometheus", program, builder.AppHostDirectory,
                $"--config.file={scrape}", $"--storage.tsdb.path={Path.Combine(directory, "tsdb")}", "--storage.tsdb.retention.time=15d",
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn")
            .WithHttpEndpoint(port: port, name: "http", isProxied: false)
            .WithReadinessCheck()
            .OnBeforeResourceStarted(async (_, _, cancellationToken) =>
            {
                var text = new StringBuilder(await File.ReadAllTextAsync(Path.Combine(builder.AppHostDirectory, Template), cancellationToken));
                // YAML would read a backslash as the beginning of an escape sequence.
                text.Replace(RulesPlaceholder, Path.Combine(builder.AppHostDirectory, Rules).Replace('\\', '/'));
                text.Replace(AlertmanagerPlaceholder, alertmanager is null ? "" : await Address(alertmanager).GetValueAsync(cancellationToken));
                foreach (var service in services)
                    text.Replace(Placeholder(service), await Address(service).GetValueAsync(cancellationToken));
                Directory.CreateDirectory(directory);
                await File.WriteAllTextAsync(scrape, text.ToString(), cancellationToken);
            });
        foreach (var service in services)
            prometheus.WaitFor(service);
        return prometheus;
    }

    private static IResourceBuilder<T> WithReadinessCheck<T>(this IResourceBuilder<T> prometheus) where T : IResourceWithEndpoints =>
        prometheus.WithReadiness("prometheus is ready", new HttpAnswer(prometheus.GetEndpoint("http"), "/-/ready"));

    private static EndpointReferenceExpression Address(IResourceBuilder<IResourceWithEndpoints> service) =>
        service.GetEndpoint("http").Property(EndpointProperty.HostAndPort);

    private static string Placeholder(IResourceBuilder<ProjectResource> service) => $"<{service.Resource.Name}>";

    private static string Variable(IResourceBuilder<ProjectResource> service) => service.Resource.Name.ToUpperInvariant();
}
