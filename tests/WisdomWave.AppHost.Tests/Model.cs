using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Tests;

/// <summary>The topology that some settings and some machine give, without starting it.</summary>
internal sealed class Model
{
    private readonly IDistributedApplicationBuilder _builder;

    private Model(IDistributedApplicationBuilder builder) => _builder = builder;

    public IConfiguration Configuration => _builder.Configuration;

    public string AppHostDirectory => _builder.AppHostDirectory;

    /// <summary>What runs; parameters are not among it.</summary>
    public IEnumerable<string> Names => _builder.Resources
        .Where(r => r is ProjectResource or ExecutableResource or ContainerResource)
        .Select(r => r.Name)
        .Where(name => !name.EndsWith("-rebuilder", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public IResource this[string name] => _builder.Resources.Single(r => r.Name == name);

    public static IDistributedApplicationBuilder CreateBuilder() =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { AssemblyName = "WisdomWave.AppHost", DisableDashboard = true });

    public static Model Of(Settings settings, Machine machine, params KeyValuePair<string, string?>[] configuration)
    {
        var builder = CreateBuilder();
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.AddWisdomWave(settings, machine);
        return new Model(builder);
    }

    public IEnumerable<string> WaitsOf(string name) =>
        this[name].Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).Order(StringComparer.Ordinal);

    public int? PortOf(string name) => EndpointOf(name).Port;

    public EndpointAnnotation EndpointOf(string name) => this[name].Annotations.OfType<EndpointAnnotation>().Single();

    public int ReplicasOf(string name) => this[name].Annotations.OfType<ReplicaAnnotation>().Single().Replicas;

    public IEnumerable<string?> VolumesOf(string name) =>
        this[name].Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type == ContainerMountType.Volume).Select(mount => mount.Source);

    public IEnumerable<string> ChecksOf(string name) => this[name].Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key);

    /// <summary>As a service on this machine reads it, when the cache has been given its port.</summary>
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

    /// <summary>The variables that the topology gives, with values of later as the manifest writes them.</summary>
    public async Task<SortedDictionary<string, string>> EnvironmentOf(string name)
    {
        var ours = (await VariablesOf(name)).Where(v => !IsAspires(v.Key)).ToDictionary(v => v.Key, v => Text(v.Value));
        return new SortedDictionary<string, string>(ours, StringComparer.Ordinal);
    }

    /// <summary>All variables, as if the resource started now.</summary>
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

    private static string Text(object value) => value is IManifestExpressionProvider later ? later.ValueExpression : value.ToString()!;

    private static bool IsAspires(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
        || name.StartsWith("OTEL_", StringComparison.Ordinal)
        || name.StartsWith("LOGGING__", StringComparison.OrdinalIgnoreCase)
        || name is "HTTP_PORTS" or "DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION";
}
