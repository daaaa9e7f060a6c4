using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Processes;

namespace WisdomWave.AppHost.Resources;

internal static class Cache
{
    private const string Endpoint = "tcp";
    private const string Volume = "wisdomwave-cache";

    // Old answers are evicted for new ones, so that the cache never exhausts the machine's memory.
    private static readonly string[] Limits = ["--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru"];

    // The services work without a cache, so one that does not start must not delay them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Uses Redis in a container, or else the machine's redis-server, or else the embedded cache.</summary>
    public static IResourceBuilder<IResourceWithEndpoints> AddCache(this IDistributedApplicationBuilder builder, int port, Machine machine)
    {
        if (machine.RunsInContainer(ContainerImage.Cache))
            return builder.AddCacheContainer(port);

        var portText = port.ToString(CultureInfo.InvariantCulture);
        return machine.FindProgram("redis-server") is { } redis
            ? builder.AddExecutable("cache", redis, builder.AppHostDirectory, ["--bind", "127.0.0.1", "--port", portText, "--save", "", .. Limits, "--loglevel", "warning"])
                .WithEndpoint(port: port, scheme: "tcp", name: Endpoint, isProxied: false)
                .WithPing()
            : builder.AddProject<Projects.WisdomWave_Cache>("cache", launchProfileName: null)
                .RunBuiltProgram()
                .WithEndpoint(port: port, scheme: "tcp", name: Endpoint, env: "CACHE_PORT", isProxied: false)
                .WithPing();
    }

    private static IResourceBuilder<RedisResource> AddCacheContainer(this IDistributedApplicationBuilder builder, int port)
    {
        var redis = builder.AddRedis("cache", port == 0 ? null : port)
            .WithImageTag(ContainerImage.Cache.Tag)
            .WithDataVolume(Volume)
            .WithArgs(context => AddOptions(context.Args));
        if (builder.ExecutionContext.IsPublishMode)
            return redis;

        // Replace Aspire's own health check, which has a technical name and waits for whole seconds.
        foreach (var check in redis.Resource.Annotations.OfType<HealthCheckAnnotation>().ToList())
            redis.Resource.Annotations.Remove(check);

        // Like the other two kinds it is on loopback and needs neither a password nor a certificate.
#pragma warning disable ASPIRECERTIFICATES001 // Experimental; without it a trusted development certificate would turn TLS on.
        return redis.WithPassword(null).WithoutHttpsCertificate().WithPing();
#pragma warning restore ASPIRECERTIFICATES001
    }

    private static void AddOptions(IList<object> arguments)
    {
        // Without a password, Redis accepts local clients only by default. The engine publishes the port on loopback, so that is safe to change.
        string[] options = ["--protected-mode", "no", .. Limits];

        // A manifest contains the whole command in one argument: ["-c", "redis-server --save 60 1"].
        if (arguments is ["-c", string command])
        {
            arguments[1] = $"{command} {string.Join(' ', options)}";
            return;
        }

        foreach (var option in options)
            arguments.Add(option);
    }

    /// <summary>Passes the cache's address as the connection string "cache", whichever kind of cache runs.</summary>
    public static IResourceBuilder<ProjectResource> WithCache(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<IResourceWithEndpoints> cache)
    {
        var connection = cache as IResourceBuilder<IResourceWithConnectionString>
            ?? cache.ApplicationBuilder
                .AddConnectionString("cache-connection", ReferenceExpression.Create($"{cache.GetEndpoint(Endpoint).Property(EndpointProperty.HostAndPort)}"))
                .WithParentRelationship(cache)
                // It is not a process, only the way to pass the address to completion.
                .WithHidden();
        return service
            .WithReference(connection, connectionName: "cache")
            .OnBeforeResourceStarted((_, e, cancellationToken) => WaitAsync(e.Services, cache.Resource.Name, cancellationToken));
    }

    private static IResourceBuilder<T> WithPing<T>(this IResourceBuilder<T> cache) where T : IResourceWithEndpoints =>
        cache.WithReadiness("cache answers PING", new RespPing(cache.GetEndpoint(Endpoint)));

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
            // The resource itself shows whether it is late or broken.
        }
    }
}
