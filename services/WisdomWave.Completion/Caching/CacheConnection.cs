using StackExchange.Redis;

namespace WisdomWave.Completion.Caching;

/// <summary>Connects beside the start, and says whether Redis is there without asking it.</summary>
internal sealed partial class CacheConnection(IServiceProvider services, ILogger<CacheConnection> logger) : BackgroundService
{
    private volatile IConnectionMultiplexer? _redis;

    /// <summary>Null while Redis is away.</summary>
    public IDatabase? Database => _redis is { IsConnected: true } redis ? redis.GetDatabase() : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Blocks until connected or for the connect timeout, so on a thread of its own: the pool of a small machine would miss
        // one. From then on it reconnects by itself.
        var redis = await Task.Factory
            .StartNew(services.GetRequiredService<IConnectionMultiplexer>, stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(stoppingToken);
        redis.ConnectionFailed += (_, e) =>
        {
            // At the end of the service it closes the connection itself.
            if (e.ConnectionType == ConnectionType.Interactive && !stoppingToken.IsCancellationRequested)
                LogAway(e.FailureType);
        };
        redis.ConnectionRestored += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
                LogBack();
        };
        if (!redis.IsConnected)
            LogAway(ConnectionFailureType.UnableToConnect);
        _redis = redis;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The response cache is away ({Reason}); answers go on without it")]
    private partial void LogAway(ConnectionFailureType reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The response cache is back")]
    private partial void LogBack();
}
