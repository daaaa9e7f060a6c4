using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>Connects to Redis in the background while the service starts, and knows without a round trip whether Redis is available.</summary>
internal sealed partial class CacheConnection(IServiceProvider services, AnswerMemory memory, ILogger<CacheConnection> logger) : BackgroundService
{
    private volatile IConnectionMultiplexer? _redis;

    /// <summary>Null while Redis is unavailable.</summary>
    public IDatabase? Database => _redis is { IsConnected: true } redis ? redis.GetDatabase() : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Blocks until connected or until the connect timeout, so it gets its own thread: the pool of a small machine has few.
        // Later the multiplexer reconnects by itself.
        var redis = await Task.Factory
            .StartNew(services.GetRequiredService<IConnectionMultiplexer>, stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(stoppingToken);
        redis.ConnectionFailed += (_, e) =>
        {
            // During shutdown the service itself closes the connection.
            if (e.ConnectionType == ConnectionType.Interactive && !stoppingToken.IsCancellationRequested)
                LogUnavailable(e.FailureType);
        };
        redis.ConnectionRestored += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
                LogAvailable();
            // The cache may have been cleared while this replica could not hear it.
            else
                memory.Clear();
        };
        // Without waiting for the reply: if Redis is unavailable now, the multiplexer subscribes when it has connected.
        await redis.GetSubscriber().SubscribeAsync(AnswerMemory.ClearedChannel, (_, _) => memory.Clear(), CommandFlags.FireAndForget);
        if (!redis.IsConnected)
            LogUnavailable(ConnectionFailureType.UnableToConnect);
        _redis = redis;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The response cache is unavailable ({Reason}). Questions are answered without it.")]
    private partial void LogUnavailable(ConnectionFailureType reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The response cache is available again.")]
    private partial void LogAvailable();
}

/// <summary>Without its cache the service still works, but it is slower and costs more: degraded, not unhealthy.</summary>
internal sealed class CacheHealthCheck(CacheConnection connection) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(connection.Database is null ? HealthCheckResult.Degraded("The response cache is unavailable.") : HealthCheckResult.Healthy());
}
