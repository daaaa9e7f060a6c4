using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;
using WisdomWave.Ingress.Receiving;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Ingress.Bots.Leases;

/// <summary>How this process receives updates by long polling (section <c>Polling</c>).</summary>
internal sealed class PollingOptions
{
    public const string Section = "Polling";

    /// <summary>Whether several replicas of ingress share out the bots by leases in Redis. With webhooks there are no leases.</summary>
    public bool Leases { get; set; }

    /// <summary>How long a lease lasts without renewal: so long at most, the bots of a dead replica receive nothing.</summary>
    public TimeSpan LeaseTerm { get; set; } = BotLeases.Term;
}

internal static class BotLeasesServiceCollectionExtensions
{
    private const string ConnectionName = "cache";

    /// <summary>Registers <see cref="IBotOwnership"/>. Redis is used only if there are leases.</summary>
    public static void AddBotOwnership(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var options = new PollingOptions();
        configuration.GetSection(PollingOptions.Section).Bind(options);
        var hasLeases = options.Leases && string.IsNullOrWhiteSpace(configuration[WebhookOptions.Setting]);
        var connectionString = configuration.GetConnectionString(ConnectionName);
        builder.Services.AddOptions<PollingOptions>()
            .BindConfiguration(PollingOptions.Section)
            .Configure(polling => polling.Leases = hasLeases)
            .Require("Polling:LeaseTerm", polling => polling.LeaseTerm >= BotLeases.ShortestTerm, "is below 6 s", "00:00:10")
            .Require(
                "ConnectionStrings:cache", _ => !hasLeases || IsConnectionString(connectionString),
                "must be the address of a Redis that all replicas of ingress share, because Polling:Leases is true", "localhost:6379")
            .ValidateOnStart();
        if (!hasLeases)
        {
            builder.Services.AddSingleton<IBotOwnership, UnsharedOwnership>();
            return;
        }

        builder.AddRedisClient(ConnectionName, Configure, redis =>
        {
            redis.AbortOnConnectFail = false;
            // A command fails immediately without a connection, and soon without a response, unless the connection string says otherwise.
            redis.BacklogPolicy = BacklogPolicy.FailFast;
            if (!connectionString!.Contains("asyncTimeout", StringComparison.OrdinalIgnoreCase))
                redis.AsyncTimeout = 1000;
        });
        builder.Services.AddSingleton<LeaseStore>();
        builder.Services.AddSingleton<BotLeases>();
        builder.Services.AddSingleton<IBotOwnership>(services => services.GetRequiredService<BotLeases>());
        builder.Services.AddHostedService(services => services.GetRequiredService<BotLeases>());
        builder.Services.AddHealthChecks().AddCheck<LeasesHealth>("leases");

        static void Configure(StackExchangeRedisSettings settings)
        {
            // LeasesHealth reports what a missing Redis means here.
            settings.DisableHealthChecks = true;
            settings.DisableTracing = true;
        }
    }

    private static bool IsConnectionString(string? text)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(text) && ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>Without Redis no bot receives updates, but the service recovers by itself: degraded, not unhealthy.</summary>
internal sealed class LeasesHealth(BotLeases leases) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(leases.IsRedisReachable ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("Redis is unreachable."));
}
