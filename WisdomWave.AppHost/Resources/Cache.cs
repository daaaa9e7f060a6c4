using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Processes;

namespace WisdomWave.AppHost.Resources;

internal static class Cache
{
    private const string Endpoint = "tcp";
    private const string Alive = "cache_answers";

    // The services do without a cache; one that does not come must not keep them waiting.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Redis in a container; else the machine's redis-server; else the embedded one.</summary>
    public static IResourceBuilder<IResourceWithEndpoints> AddCache(this IDistributedApplicationBuilder builder, int port, Machine machine)
    {
        if (machine.RunsContainers)
            return builder.AddRedis("cache", port).WithImageTag("8.6");

        var portText = port.ToString(CultureInfo.InvariantCulture);
        return machine.FindProgram("redis-server") is { } redis
            ? builder.AddExecutable("cache", redis, builder.AppHostDirectory, "--bind", "127.0.0.1", "--port", portText, "--save", "",
                    "--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru", "--loglevel", "warning")
                .WithEndpoint(port: port, scheme: "tcp", name: Endpoint, isProxied: false)
                .WithPing()
            : builder.AddProject<Projects.WisdomWave_Cache>("cache", launchProfileName: null)
                .RunsOwnProgram()
                .WithEndpoint(port: port, scheme: "tcp", name: Endpoint, env: "CACHE_PORT", isProxied: false)
                .WithPing();
    }

    public static IResourceBuilder<ProjectResource> WithCache(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<IResourceWithEndpoints> cache)
    {
        if (cache is IResourceBuilder<IResourceWithConnectionString> container)
            service.WithReference(container);
        else
            service.WithEnvironment("ConnectionStrings__cache", $"{cache.GetEndpoint(Endpoint).Property(EndpointProperty.HostAndPort)}");

        return service.OnBeforeResourceStarted((_, e, cancellationToken) => WaitAsync(e.Services, cache.Resource.Name, cancellationToken));
    }

    private static IResourceBuilder<T> WithPing<T>(this IResourceBuilder<T> cache) where T : IResourceWithEndpoints
    {
        cache.ApplicationBuilder.Services.AddHealthChecks()
            .Add(new HealthCheckRegistration(Alive, new RespPing(cache.GetEndpoint(Endpoint)), HealthStatus.Unhealthy, tags: null));
        return cache.WithHealthCheck(Alive);
    }

    private static async Task WaitAsync(IServiceProvider services, string cache, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await services.GetRequiredService<ResourceNotificationService>().WaitForResourceHealthyAsync(cache, patience.Token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whether it is late or broken: the resource itself shows that.
        }
    }
}
