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
    private const string PasswordVariable = "REDIS_PASSWORD";
    private const string PasswordFile = "cache.conf";
    private const string ContainerDirectory = "/etc/wisdomwave";

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
            .WithDataVolume(Volume);
        if (builder.ExecutionContext.IsPublishMode)
            return redis.WithArgs(context => ReadPasswordFromInput(context.Args));

        redis.WithPasswordFile(password);

        // Replace Aspire's own health check, which has a technical name and waits for whole seconds.
        foreach (var check in redis.Resource.Annotations.OfType<HealthCheckAnnotation>().ToList())
            redis.Resource.Annotations.Remove(check);

        // Like the other two kinds it is on loopback and needs no certificate.
#pragma warning disable ASPIRECERTIFICATES001 // Experimental; without it a trusted development certificate would turn TLS on.
        return redis.WithoutHttpsCertificate().WithPing(password);
#pragma warning restore ASPIRECERTIFICATES001
    }

    /// <summary>
    /// Aspire sets the container's variable <c>REDIS_PASSWORD</c>, which the orchestrator passes as <c>docker create -e
    /// REDIS_PASSWORD=…</c>. All users of the machine can read command lines, so the password is copied into the container as a file instead.
    /// </summary>
    private static void WithPasswordFile(this IResourceBuilder<RedisResource> redis, IResourceBuilder<ParameterResource> password) => redis
        .WithEnvironment(context => context.EnvironmentVariables.Remove(PasswordVariable))
        .WithContainerFiles(
            ContainerDirectory,
            async (_, cancellationToken) =>
            [
                new ContainerFile
                {
                    Name = PasswordFile,
                    Contents = RequirePassword(await password.Resource.GetValueAsync(cancellationToken)),
                    Mode = UnixFileMode.UserRead,
                },
            ])
        .WithArgs(context => RunRedis(context.Args, $"{ContainerDirectory}/{PasswordFile} --save 60 1 {string.Join(' ', Limits)}"));

    /// <summary>
    /// In a manifest the password stays a variable, because a manifest has no files with secrets; Redis reads it from its standard input,
    /// so that it is not in the command line of redis-server.
    /// </summary>
    private static void ReadPasswordFromInput(IList<object> arguments)
    {
        RunRedis(arguments, $"--save 60 1 {string.Join(' ', Limits)} - <<END\n{RequirePassword($"${PasswordVariable}")}END\n");
        // A manifest has the arguments as they are.
        arguments.Insert(0, "-c");
    }

    // Aspire's own arguments are ["redis-server", "--requirepass", "$REDIS_PASSWORD", "--save", "60", "1"]. Because of its ShellExecution the
    // orchestrator joins them with blanks for /bin/sh and adds the -c.
    private static void RunRedis(IList<object> arguments, string options)
    {
        arguments.Clear();
        arguments.Add($"exec redis-server {options}");
    }

    private static string RequirePassword(string? password) => $"requirepass {password}\n";

    private static IResourceBuilder<ExecutableResource> AddRedisServer(
        this IDistributedApplicationBuilder builder, string program, int port, IResourceBuilder<ParameterResource> password, string file)
    {
        var portText = port.ToString(CultureInfo.InvariantCulture);
        return builder.AddExecutable("cache", program, builder.AppHostDirectory, [file, "--bind", "127.0.0.1", "--port", portText, "--save", "", .. Limits, "--loglevel", "warning"])
            .WithEndpoint(port: port, scheme: "tcp", name: Endpoint, isProxied: false)
            .WithFile(file, isSecret: true, async (path, cancellationToken) =>
                await OwnerFile.WriteAsync(path, RequirePassword(await password.Resource.GetValueAsync(cancellationToken)), cancellationToken))
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

    /// <summary>
    /// A single completion needs no leases, which cost two calls to Redis. A manifest leaves them at completion's own default (on), because
    /// the person who deploys it chooses the number of replicas.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithAnswerLeases(this IResourceBuilder<ProjectResource> completion, int replicas) =>
        completion.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? completion
            : completion.WithEnvironment("Cache__Leases", replicas > 1 ? "true" : "false");

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
