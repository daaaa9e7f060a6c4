using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Processes;

namespace WisdomWave.AppHost.Resources;

internal static class Cache
{
    private const string Endpoint = "tcp";
    private const string Volume = "wisdomwave-cache";

    // Old answers give way to new ones; the cache is never a reason for the machine to run out of memory.
    private static readonly string[] Limits = ["--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru"];

    // The services do without a cache; one that does not come must not keep them waiting.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Redis in a container; else the machine's redis-server; else the embedded one.</summary>
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
                .RunsOwnProgram()
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

        // Aspire's own check has a name for programmers, and asks after whole seconds.
        foreach (var check in redis.Resource.Annotations.OfType<HealthCheckAnnotation>().ToList())
            redis.Resource.Annotations.Remove(check);

        // On loopback like the other two kinds, so without a password and a certificate like them.
#pragma warning disable ASPIRECERTIFICATES001 // Experimental; without it a trusted development certificate would turn TLS on.
        return redis.WithPassword(null).WithoutHttpsCertificate().WithPing();
#pragma warning restore ASPIRECERTIFICATES001
    }

    private static void AddOptions(IList<object> arguments)
    {
        // Without a password Redis answers its own host only, unless it is told otherwise; the engine publishes the port on loopback.
        string[] options = ["--protected-mode", "no", .. Limits];

        // A manifest has the whole command in one argument: ["-c", "redis-server --save 60 1"].
        if (arguments is ["-c", string command])
        {
            arguments[1] = $"{command} {string.Join(' ', options)}";
            return;
        }

        foreach (var option in options)
            arguments.Add(option);
    }

    /// <summary>Whatever the cache is, the service finds it as the connection string "cache".</summary>
    public static IResourceBuilder<ProjectResource> WithCache(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<IResourceWithEndpoints> cache)
    {
        var connection = cache as IResourceBuilder<IResourceWithConnectionString>
            ?? cache.ApplicationBuilder
                .AddConnectionString("cache-connection", ReferenceExpression.Create($"{cache.GetEndpoint(Endpoint).Property(EndpointProperty.HostAndPort)}"))
                .WithParentRelationship(cache)
                // No process: only the form in which completion gets the cache's address.
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
            // Whether it is late or broken: the resource itself shows that.
        }
    }
}
