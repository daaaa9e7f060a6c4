using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Processes;

namespace WisdomWave.AppHost.Resources;

/// <summary>The cache, whichever kind runs.</summary>
/// <param name="Server">The process or container.</param>
/// <param name="Connection">The server's address with the password.</param>
internal sealed record Cache(IResourceBuilder<IResourceWithEndpoints> Server, IResourceBuilder<IResourceWithConnectionString> Connection);

internal static class CacheExtensions
{
    private const string Endpoint = "tcp";
    private const string Volume = "wisdomwave-cache";

    // Old answers are evicted for new ones, so that the cache never exhausts the machine's memory.
    private static readonly string[] Limits = ["--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru"];

    // The services work without a cache, so one that does not start must not delay them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Uses Redis in a container, or else the machine's redis-server, or else the embedded cache. Each start makes a new password, because
    /// every program on this machine can connect to the port, and even a web page can send commands to it inside an HTTP request.
    /// </summary>
    public static Cache AddCache(this IDistributedApplicationBuilder builder, int port, string dataDirectory, Machine machine)
    {
        var password = builder.AddGeneratedSecret("cache-password");
        if (machine.RunsInContainer(ContainerImage.Cache))
        {
            var container = builder.AddCacheContainer(port, password);
            return new(container, container);
        }

        IResourceBuilder<IResourceWithEndpoints> server = machine.FindProgram("redis-server") is { } program
            ? builder.AddRedisServer(program, port, password, Path.Combine(dataDirectory, "cache.conf"))
            : builder.AddEmbeddedCache(port, password);
        var connection = builder
            .AddConnectionString("cache-connection", ReferenceExpression.Create($"{server.GetEndpoint(Endpoint).Property(EndpointProperty.HostAndPort)},password={password}"))
            .WithParentRelationship(server)
            // It is not a process, only the way to pass the address to completion.
            .WithHidden();
        return new(server, connection);
    }

    private static IResourceBuilder<RedisResource> AddCacheContainer(
        this IDistributedApplicationBuilder builder, int port, IResourceBuilder<ParameterResource> password)
    {
        var redis = builder.AddRedis("cache", port == 0 ? null : port, password)
            .WithImageTag(ContainerImage.Cache.Tag)
            .WithDataVolume(Volume)
            .WithArgs(context => ReadPasswordFromInput(context.Args));
        if (builder.ExecutionContext.IsPublishMode)
            return redis;

        // Replace Aspire's own health check, which has a technical name and waits for whole seconds.
        foreach (var check in redis.Resource.Annotations.OfType<HealthCheckAnnotation>().ToList())
            redis.Resource.Annotations.Remove(check);

        // Like the other two kinds it is on loopback and needs no certificate.
#pragma warning disable ASPIRECERTIFICATES001 // Experimental; without it a trusted development certificate would turn TLS on.
        return redis.WithoutHttpsCertificate().WithPing(password);
#pragma warning restore ASPIRECERTIFICATES001
    }

    /// <summary>
    /// Aspire's arguments are <c>["-c", "redis-server --requirepass $REDIS_PASSWORD --save 60 1"]</c>, run by <c>/bin/sh</c>. All users of
    /// the machine can read the command lines of containers, so Redis gets the password from its standard input instead.
    /// </summary>
    private static void ReadPasswordFromInput(IList<object> arguments)
    {
        arguments.Clear();
        arguments.Add("-c");
        arguments.Add($"exec redis-server --save 60 1 {string.Join(' ', Limits)} - <<END\nrequirepass $REDIS_PASSWORD\nEND\n");
    }

    private static IResourceBuilder<ExecutableResource> AddRedisServer(
        this IDistributedApplicationBuilder builder, string program, int port, IResourceBuilder<ParameterResource> password, string file)
    {
        var portText = port.ToString(CultureInfo.InvariantCulture);
        return builder.AddExecutable("cache", program, builder.AppHostDirectory, [file, "--bind", "127.0.0.1", "--port", portText, "--save", "", .. Limits, "--loglevel", "warning"])
            .WithEndpoint(port: port, scheme: "tcp", name: Endpoint, isProxied: false)
            .OnBeforeResourceStarted(async (_, _, cancellationToken) =>
                await OwnerFile.WriteAsync(file, $"requirepass {await password.Resource.GetValueAsync(cancellationToken)}\n", cancellationToken))
            .WithPing(password);
    }

    private static IResourceBuilder<ProjectResource> AddEmbeddedCache(
        this IDistributedApplicationBuilder builder, int port, IResourceBuilder<ParameterResource> password) =>
        builder.AddProject<Projects.WisdomWave_Cache>("cache", launchProfileName: null)
            .RunBuiltProgram()
            .WithEndpoint(port: port, scheme: "tcp", name: Endpoint, env: "CACHE_PORT", isProxied: false)
            .WithEnvironment("CACHE_PASSWORD", password)
            .WithPing(password);

    /// <summary>Passes the cache's address and password as the connection string "cache".</summary>
    public static IResourceBuilder<ProjectResource> WithCache(this IResourceBuilder<ProjectResource> service, Cache cache) =>
        service
            .WithReference(cache.Connection, connectionName: "cache")
            .OnBeforeResourceStarted((_, e, cancellationToken) => WaitAsync(e.Services, cache.Server.Resource.Name, cancellationToken));

    private static IResourceBuilder<T> WithPing<T>(this IResourceBuilder<T> cache, IResourceBuilder<ParameterResource> password)
        where T : IResourceWithEndpoints =>
        cache.WithReadiness("cache answers PING", new RespPing(cache.GetEndpoint(Endpoint), password.Resource));

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
