using Aspire.StackExchange.Redis;
using StackExchange.Redis;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.Caching;

/// <summary>Settings of the response cache (<c>Cache</c>); it is off without <c>ConnectionStrings:cache</c>.</summary>
internal sealed class CacheOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>Whether all conversations share answers; otherwise an answer is reused only within its conversation.</summary>
    public bool Shared { get; set; } = true;

    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Larger answers are not stored.</summary>
    public int MaxEntryBytes { get; set; } = 64 * 1024;

    /// <summary>Memory for the answers used last, which need no Redis command; 0 for none.</summary>
    public int MemoryBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Whether replicas agree by a lease in Redis on which of them calls the model for the same question. A single replica needs no lease: identical
    /// calls of one process are a single flight anyway.
    /// </summary>
    public bool Leases { get; set; } = true;

    /// <summary>How long a question waits for the cache.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(50);
}

internal static class ResponseCacheServiceCollectionExtensions
{
    private const string ConnectionName = "cache";

    public static void AddResponseCache(this IHostApplicationBuilder builder)
    {
        var connectionString = builder.Configuration.GetConnectionString(ConnectionName);
        var isNamed = !string.IsNullOrWhiteSpace(connectionString);
        builder.Services.AddOptions<CacheOptions>().BindConfiguration("Cache")
            .Require("Cache:TimeToLive", o => o.TimeToLive > TimeSpan.Zero, "is not above zero", "1.00:00:00")
            .Require("Cache:MaxEntryBytes", o => o.MaxEntryBytes > 0, "is not above zero", "65536")
            .Require("Cache:MemoryBytes", o => o.MemoryBytes >= 0, "is negative", "8388608")
            .Require("Cache:Timeout", o => o.Timeout > TimeSpan.Zero, "is not above zero", "00:00:00.050")
            .Require("ConnectionStrings:cache", _ => !isNamed || IsConnectionString(connectionString!), "cannot be read", "localhost:6379")
            .PostConfigure(o => o.Enabled &= isNamed)
            .ValidateOnStart();
        builder.Services.AddSingleton<AnswerMemory>();
        builder.Services.AddSingleton<CacheConnection>();
        builder.Services.AddSingleton<AnswerCache>();
        builder.Services.AddSingleton<AnswerLeases>();
        builder.Services.AddSingleton<CacheCleaner>();
        if (!isNamed)
            return;

        builder.AddRedisClient(ConnectionName, Configure, redis =>
        {
            redis.AbortOnConnectFail = false;
            // A command fails immediately without a connection, and soon without a response, unless the connection string says otherwise.
            redis.BacklogPolicy = BacklogPolicy.FailFast;
            if (!connectionString!.Contains("asyncTimeout", StringComparison.OrdinalIgnoreCase))
                redis.AsyncTimeout = 1000;
        });
        builder.Services.AddHealthChecks().AddCheck<CacheHealthCheck>(ConnectionName);
        builder.Services.AddHostedService(services => services.GetRequiredService<CacheConnection>());
        builder.Services.AddHostedService(services => services.GetRequiredService<AnswerCache>());

        void Configure(StackExchangeRedisSettings settings)
        {
            // The library's health check would report the service as unhealthy without Redis.
            settings.DisableHealthChecks = true;
            // AnswerCache makes the spans. The library's come ten seconds late and are kept in memory until then.
            settings.DisableTracing = true;
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
