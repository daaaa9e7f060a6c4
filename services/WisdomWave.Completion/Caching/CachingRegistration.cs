using Aspire.StackExchange.Redis;
using StackExchange.Redis;
using WisdomWave.ServiceDefaults.Startup;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Completion.Caching;

internal static class CachingRegistration
{
    private const string ConnectionName = "cache";

    public static void AddCaching(this IHostApplicationBuilder builder)
    {
        var connectionString = builder.Configuration.GetConnectionString(ConnectionName);
        var isNamed = !string.IsNullOrWhiteSpace(connectionString);
        builder.Services.AddOptions<CacheOptions>().BindConfiguration("Cache")
            .Require("Cache:TimeToLive", o => o.TimeToLive > TimeSpan.Zero, "is not above zero", "1.00:00:00")
            .Require("Cache:MaxEntryBytes", o => o.MaxEntryBytes > 0, "is not above zero", "65536")
            .Require("Cache:Patience", o => o.Patience > TimeSpan.Zero, "is not above zero", "00:00:00.050")
            .Require("ConnectionStrings:cache", _ => !isNamed || IsConnectionString(connectionString!), "cannot be read", "localhost:6379")
            .PostConfigure(o => o.Enabled &= isNamed)
            .ValidateOnStart();
        builder.Services.AddSingleton<CacheConnection>();
        builder.Services.AddSingleton<AnswerCache>();
        builder.Services.AddSingleton<AnswerLeases>();
        builder.Services.AddSingleton<CacheClearing>();
        if (!isNamed)
            return;

        builder.AddRedisClient(ConnectionName, Configure, redis =>
        {
            redis.AbortOnConnectFail = false;
            // Nobody waits for a command: not for a connection to come back, and not long for an answer.
            redis.BacklogPolicy = BacklogPolicy.FailFast;
            redis.AsyncTimeout = 1000;
        });
        builder.Services.AddHealthChecks().AddCheck<CacheHealthCheck>(ConnectionName);
        builder.Services.AddHostedService(services => services.GetRequiredService<CacheConnection>());
        builder.Services.AddHostedService(services => services.GetRequiredService<AnswerCache>());

        void Configure(StackExchangeRedisSettings settings)
        {
            // Its own health check would call the service unhealthy without Redis.
            settings.DisableHealthChecks = true;
            // It keeps each command of the last ten seconds for a span.
            settings.DisableTracing = !builder.HasOtlpEndpoint();
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
