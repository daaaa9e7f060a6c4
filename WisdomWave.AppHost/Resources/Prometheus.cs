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
        params ServiceReplicas[] services)
    {
        if (machine.RunsInContainer(ContainerImage.Prometheus))
            return builder.AddPrometheusContainer(port, machine.UsesTunnel, services);

        return machine.FindProgram("prometheus") is { } program
            ? builder.AddPrometheusProgram(program, port, Path.Combine(dataDirectory, "prometheus"), alertmanager, services)
            : null;
    }

    private static IResourceBuilder<ContainerResource> AddPrometheusContainer(
        this IDistributedApplicationBuilder builder, int port, bool usesTunnel, ServiceReplicas[] services)
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
            prometheus.WithEnvironment(Variable(service), Addresses(service));
            foreach (var replica in service.All)
            {
                prometheus.WaitFor(replica);
                if (builder.ExecutionContext.IsRunMode && usesTunnel)
                    replica.WithEnvironment(AllowedHosts, string.Join(';', [.. HostNamesInContainers, builder.Configuration[AllowedHosts] ?? ""]));
            }
        }

        return prometheus;
    }

    private static IResourceBuilder<ExecutableResource> AddPrometheusProgram(
        this IDistributedApplicationBuilder builder,
        string program,
        int port,
        string directory,
        IResourceBuilder<IResourceWithEndpoints>? alertmanager,
        ServiceReplicas[] services)
    {
        var scrape = Path.Combine(directory, "scrape.yml");
        var prometheus = builder.AddExecutable("prometheus", program, builder.AppHostDirectory,
                $"--config.file={scrape}", $"--storage.tsdb.path={Path.Combine(directory, "tsdb")}", "--storage.tsdb.retention.time=15d",
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn")
            .WithHttpEndpoint(port: port, name: "http", isProxied: false)
            .WithReadinessCheck()
            .WithFile(scrape, isSecret: false, async (path, cancellationToken) =>
            {
                var text = new StringBuilder(await File.ReadAllTextAsync(Path.Combine(builder.AppHostDirectory, Template), cancellationToken));
                // Relative to the file itself, so that the folder may be moved.
                text.Replace(RulesPlaceholder, Path.GetFileName(Rules));
                text.Replace(AlertmanagerPlaceholder, alertmanager is null ? "" : await Address(alertmanager).GetValueAsync(cancellationToken));
                foreach (var service in services)
                    text.Replace(Placeholder(service), await Addresses(service).GetValueAsync(cancellationToken));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Copy(Path.Combine(builder.AppHostDirectory, Rules), Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(Rules)), overwrite: true);
                await File.WriteAllTextAsync(path, text.ToString(), cancellationToken);
            });
        foreach (var replica in services.SelectMany(service => service.All))
            prometheus.WaitFor(replica);
        return prometheus;
    }

    private static IResourceBuilder<T> WithReadinessCheck<T>(this IResourceBuilder<T> prometheus) where T : IResourceWithEndpoints =>
        prometheus.WithReadiness("prometheus is ready", new HttpAnswer(prometheus.GetEndpoint("http"), "/-/ready"));

    /// <summary>The addresses of all replicas, for a list in YAML whose first and last quotation marks are in the template: <c>["&lt;completion&gt;"]</c>.</summary>
    private static ReferenceExpression Addresses(ServiceReplicas service)
    {
        var text = new ReferenceExpressionBuilder();
        foreach (var replica in service.All)
        {
            if (!text.IsEmpty)
                text.AppendLiteral("\", \"");
            text.Append($"{Address(replica)}");
        }

        return text.Build();
    }

    private static EndpointReferenceExpression Address(IResourceBuilder<IResourceWithEndpoints> resource) =>
        resource.GetEndpoint("http").Property(EndpointProperty.HostAndPort);

    private static string Placeholder(ServiceReplicas service) => $"<{service.Name}>";

    private static string Variable(ServiceReplicas service) => service.Name.ToUpperInvariant();
}
