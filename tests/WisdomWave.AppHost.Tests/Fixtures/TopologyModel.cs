using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.AppHost.Tests.Fixtures;

/// <summary>The topology for given settings and a given machine. It is never started.</summary>
internal sealed class TopologyModel
{
    private readonly IDistributedApplicationBuilder _builder;

    private TopologyModel(IDistributedApplicationBuilder builder) => _builder = builder;

    public IConfiguration Configuration => _builder.Configuration;

    public string AppHostDirectory => _builder.AppHostDirectory;

    /// <summary>The names of the processes and containers.</summary>
    public IEnumerable<string> Names => _builder.Resources
        .Where(r => r is ProjectResource or ExecutableResource or ContainerResource)
        .Select(r => r.Name)
        .Where(name => !name.EndsWith("-rebuilder", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public IResource this[string name] => _builder.Resources.Single(r => r.Name == name);

    // Watching settings files would use one inotify instance per builder, and a user has only 128.
    public static IDistributedApplicationBuilder CreateBuilder() => DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        AssemblyName = "WisdomWave.AppHost",
        DisableDashboard = true,
        Args = ["--hostBuilder:reloadConfigOnChange=false"],
    });

    public static TopologyModel Of(Settings settings, Machine machine, params KeyValuePair<string, string?>[] configuration)
    {
        var builder = CreateBuilder();
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.AddWisdomWave(settings, machine);
        return new TopologyModel(builder);
    }

    public IServiceCollection Services => _builder.Services;

    public IEnumerable<IResource> Resources => _builder.Resources;

    /// <summary>The links in the dashboard: "Chat page → http://localhost:5100", with those in the details in brackets.</summary>
    public async Task<string[]> LinksOf(string name)
    {
        var urls = new List<ResourceUrlAnnotation>(this[name].Annotations.OfType<ResourceUrlAnnotation>());
        if (this[name] is IResourceWithEndpoints endpoints)
        {
            urls.AddRange(this[name].Annotations.OfType<EndpointAnnotation>().Select(endpoint => new ResourceUrlAnnotation
            {
                Url = $"{endpoint.UriScheme}://localhost:{endpoint.Port}",
                Endpoint = endpoints.GetEndpoint(endpoint.Name),
            }));
        }

        var context = new ResourceUrlsCallbackContext(_builder.ExecutionContext, this[name], urls);
        foreach (var annotation in this[name].Annotations.OfType<ResourceUrlsCallbackAnnotation>())
            await annotation.Callback(context);
        return [.. context.Urls.Select(url => url.DisplayLocation == UrlDisplayLocation.DetailsOnly
            ? $"({url.DisplayText} → {url.Url})"
            : $"{url.DisplayText} → {url.Url}")];
    }

    public IEnumerable<string> RelationsOf(string name, string type) =>
        this[name].Annotations.OfType<ResourceRelationshipAnnotation>().Where(relation => relation.Type == type).Select(relation => relation.Resource.Name);

    public ResourceCommandAnnotation CommandOf(string name, string command) =>
        this[name].Annotations.OfType<ResourceCommandAnnotation>().Single(annotation => annotation.Name == command);

    public IEnumerable<string> WaitsOf(string name) =>
        this[name].Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).Order(StringComparer.Ordinal);

    public int? PortOf(string name) => EndpointOf(name).Port;

    public EndpointAnnotation EndpointOf(string name) => this[name].Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name != "http2");

    /// <summary>Null when the service takes calls over HTTP/1.1 only.</summary>
    public EndpointAnnotation? Http2EndpointOf(string name) =>
        this[name].Annotations.OfType<EndpointAnnotation>().SingleOrDefault(endpoint => endpoint.Name == "http2");

    public int ReplicasOf(string name) => this[name].Annotations.OfType<ReplicaAnnotation>().SingleOrDefault()?.Replicas ?? 1;

    public IEnumerable<string?> VolumesOf(string name) =>
        this[name].Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type == ContainerMountType.Volume).Select(mount => mount.Source);

    public IEnumerable<string> ChecksOf(string name) => this[name].Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key);

    /// <summary>The cache's connection string after its port is allocated.</summary>
    public async Task<string?> ConnectionOfTheCacheAsync()
    {
        var endpoint = this["cache"].Annotations.OfType<EndpointAnnotation>().Single();
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", endpoint.Port!.Value);
        var connection = _builder.Resources.OfType<IResourceWithConnectionString>().Single(r => r.Name.StartsWith("cache", StringComparison.Ordinal));
        return await connection.GetConnectionStringAsync(TestContext.Current.CancellationToken);
    }

    public string ImageOf(string name)
    {
        var image = this[name].Annotations.OfType<ContainerImageAnnotation>().Single();
        return $"{image.Image}:{image.Tag}";
    }

    /// <summary>The variables that the topology sets. Values that are not known yet are expressions, as in a manifest.</summary>
    public async Task<SortedDictionary<string, string>> EnvironmentOf(string name)
    {
        var ours = (await VariablesOf(name)).Where(v => !IsAspires(v.Key)).ToDictionary(v => v.Key, v => Text(v.Value));
        return new SortedDictionary<string, string>(ours, StringComparer.Ordinal);
    }

    /// <summary>All variables that the resource would get if it started now.</summary>
    public async Task<Dictionary<string, object>> VariablesOf(string name)
    {
        var context = new EnvironmentCallbackContext(_builder.ExecutionContext, this[name]);
        foreach (var annotation in this[name].Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return context.EnvironmentVariables;
    }

    public async Task<string[]> ArgumentsOf(string name)
    {
        var context = new CommandLineArgsCallbackContext([]);
        foreach (var annotation in this[name].Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);
        return [.. context.Args.Select(Text)];
    }

    private static string Text(object value) => value is IManifestExpressionProvider expression ? expression.ValueExpression : value.ToString()!;

    private static bool IsAspires(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
        || name.StartsWith("OTEL_", StringComparison.Ordinal)
        || name.StartsWith("LOGGING__", StringComparison.OrdinalIgnoreCase)
        || name is "HTTP_PORTS" or "DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION";
}
