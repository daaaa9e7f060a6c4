using Microsoft.Extensions.DependencyInjection;
using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Boards;

/// <summary>The page that shows the boards without Grafana. The app host serves it, so the resource is no process and has no endpoint of Aspire's.</summary>
internal sealed class BoardsResource(string name, Uri address) : Resource(name)
{
    public const string DefaultName = "boards";

    /// <summary>The address of the page.</summary>
    public Uri Address => address;

    public static CustomResourceSnapshot InitialState => new()
    {
        ResourceType = "Page",
        State = KnownResourceStates.Starting,
        Properties = [new ResourcePropertySnapshot(CustomResourceKnownProperties.Source, "the app host")],
    };
}

internal static class BoardsExtensions
{
    /// <summary>Adds the page, unless the application is published: a deployment has no app host.</summary>
    public static void AddBoards(this IDistributedApplicationBuilder builder, Ports ports, IResourceBuilder<IResourceWithEndpoints>? prometheus)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;

        var page = new BoardsResource(BoardsResource.DefaultName, new Uri($"http://localhost:{ports.Boards}{BoardPages.Path}"));
        var server = new BoardServer(
            ports.Boards,
            builder.Configuration[AllowedHosts.Setting],
            new BoardFiles(builder.AppHostDirectory, ports),
            new PrometheusQueries(AddressOf(prometheus)),
            Path.GetFullPath("../docs", builder.AppHostDirectory));
        var hosting = new BoardHosting(server);
        builder.Services.AddHostedService(_ => hosting);
        builder.AddResource(page)
            .WithInitialState(BoardsResource.InitialState)
            .ExcludeFromManifest()
            .OnInitializeResource((resource, initialize, cancellationToken) => hosting.PublishStateAsync(resource, initialize.Notifications, cancellationToken));
    }

    private static Func<Uri?>? AddressOf(IResourceBuilder<IResourceWithEndpoints>? prometheus) =>
        prometheus?.GetEndpoint("http") is { } endpoint ? () => endpoint.IsAllocated ? new Uri(endpoint.Url) : null : null;
}
