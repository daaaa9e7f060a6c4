using Microsoft.Extensions.Logging.Abstractions;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Processes;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <param name="Name">Its name.</param>
/// <param name="Value">Its value on the server.</param>
/// <param name="IsSecret">Whether the topology declares it, or a part of it, a secret.</param>
internal sealed record ResolvedVariable(string Name, string Value, bool IsSecret);

/// <summary>A process or container with everything that it gets from the topology.</summary>
internal sealed record ResolvedResource(IResource Resource, IReadOnlyList<ResolvedVariable> Variables, IReadOnlyList<string> Arguments)
{
    public string Name => Resource.Name;

    public bool IsService => Resource is ProjectResource;

    public IEnumerable<EndpointAnnotation> Endpoints => Resource.Annotations.OfType<EndpointAnnotation>();

    /// <summary>A service has a file for secrets in any case, so that the operator can add one.</summary>
    public bool HasSecrets => IsService || Variables.Any(variable => variable.IsSecret);

    /// <summary>Resources of a higher stage start before it and stop after it.</summary>
    public int Stage => Resource.Annotations.OfType<StopStage>().LastOrDefault()?.Number ?? 0;
}

/// <summary>The topology as the app host would run it, with the addresses that the resources have on the server. Nothing is started.</summary>
internal sealed class ResolvedModel
{
    /// <summary>In the order in which they start.</summary>
    public required IReadOnlyList<ResolvedResource> Resources { get; init; }

    /// <summary>The values of the secrets that nobody has chosen.</summary>
    public required IReadOnlyDictionary<string, string> GeneratedSecrets { get; init; }

    /// <param name="settings">The operator's settings for the server.</param>
    /// <param name="arguments">Settings of the command line.</param>
    /// <param name="machine">What runs as a program or as a container.</param>
    /// <param name="isNetwork">Whether each resource has a host name of its own; otherwise all of them are on loopback.</param>
    /// <param name="generated">Secrets of an earlier publish.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublishException">A value is missing.</exception>
    public static async Task<ResolvedModel> ResolveAsync(
        Settings settings, IReadOnlyList<string> arguments, Machine machine, bool isNetwork, IReadOnlyDictionary<string, string> generated, CancellationToken cancellationToken)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            AssemblyName = typeof(ResolvedModel).Assembly.GetName().Name,
            Args = [.. arguments, .. generated.Select(secret => $"--{Parameters.SettingOf(secret.Key)}={secret.Value}")],
            DisableDashboard = true,
        });
        builder.AddWisdomWave(settings, machine);
        await using var app = builder.Build();
        foreach (var resource in builder.Resources)
            Allocate(resource, isNetwork);

        var context = new DistributedApplicationExecutionContext(
            new DistributedApplicationExecutionContextOptions(DistributedApplicationOperation.Run) { Services = app.Services });
        var resources = new List<ResolvedResource>();
        foreach (var resource in builder.Resources.Where(ApplicationResources.Include))
            resources.Add(await ResolveAsync(resource, isNetwork, context, cancellationToken));

        var secrets = new Dictionary<string, string>();
        foreach (var parameter in builder.Resources.OfType<ParameterResource>().Where(parameter => parameter.HasAnnotationOfType<Parameters.Generated>()))
            secrets[parameter.Name] = await parameter.GetValueAsync(cancellationToken) ?? "";
        return new() { Resources = [.. resources.OrderByDescending(resource => resource.Stage)], GeneratedSecrets = secrets };
    }

    private static async Task<ResolvedResource> ResolveAsync(
        IResource resource, bool isNetwork, DistributedApplicationExecutionContext context, CancellationToken cancellationToken)
    {
#pragma warning disable ASPIREEXECUTIONCONFIG001
        var configuration = await ExecutionConfigurationBuilder.Create(resource)
            .WithEnvironmentVariablesConfig()
            .WithArgumentsConfig()
            .BuildAsync(context, NullLogger.Instance, cancellationToken);
#pragma warning restore ASPIREEXECUTIONCONFIG001
        if (configuration.Exception is { } failure)
            throw new PublishException($"The settings of {resource.Name} are not complete: {failure.GetBaseException().Message}");

        var variables = configuration.EnvironmentVariablesWithUnprocessed
            .Where(variable => !IsForDevelopment(variable.Key))
            .Select(variable => new ResolvedVariable(variable.Key, variable.Value.Processed, IsSecret(variable.Value.Unprocessed)))
            .ToList();
        if (resource is ProjectResource)
            variables.Add(new(Urls, string.Join(';', ListeningAddresses(resource, isNetwork)), IsSecret: false));
        return new(resource, [.. variables.OrderBy(variable => variable.Name, StringComparer.Ordinal)], [.. configuration.Arguments.Select(argument => argument.Value)]);
    }

    private const string Urls = "ASPNETCORE_URLS";

    /// <summary>The dashboard's collector and console, and the addresses that Aspire's orchestrator would choose.</summary>
    private static bool IsForDevelopment(string name) =>
        name.StartsWith("OTEL_", StringComparison.Ordinal)
        || name.StartsWith("LOGGING__CONSOLE__", StringComparison.OrdinalIgnoreCase)
        || name is Urls or "HTTP_PORTS" or "ASPNETCORE_HTTP_PORTS" or "DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION";

    private static IEnumerable<string> ListeningAddresses(IResource service, bool isNetwork) => service.Annotations.OfType<EndpointAnnotation>()
        .Where(endpoint => endpoint.UriScheme == "http")
        .Select(endpoint => $"http://{(isNetwork ? "*" : "localhost")}:{endpoint.Port}");

    private static bool IsSecret(object? value) => value switch
    {
        ParameterResource parameter => parameter.Secret,
        // An address is not secret, although the resource that it belongs to may have a password.
        EndpointReference or EndpointReferenceExpression => false,
        ConnectionStringReference reference => IsSecret(reference.Resource.ConnectionStringExpression),
        IResourceWithConnectionString resource => IsSecret(resource.ConnectionStringExpression),
        IValueWithReferences references => references.References.Any(IsSecret),
        _ => false,
    };

    private static void Allocate(IResource resource, bool isNetwork)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            // In the network, a container is reached at its own port, not at the one that is published on the host.
            var port = (isNetwork && resource is ContainerResource ? endpoint.TargetPort : endpoint.Port) ?? endpoint.TargetPort;
            if (port is null)
                continue;

            foreach (var network in (NetworkIdentifier[])[KnownNetworkIdentifiers.LocalhostNetwork, KnownNetworkIdentifiers.DefaultAspireContainerNetwork])
            {
                endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
                    network,
                    new AllocatedEndpoint(endpoint, isNetwork ? resource.Name : "localhost", port.Value, EndpointBindingMode.SingleAddress, $"{endpoint.TargetPort ?? port}", network));
            }
        }
    }
}
