using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WisdomWave.Completion.Metrics;

namespace WisdomWave.Completion.Caching;

/// <summary>Answers in Redis. Reading has little patience, storing happens behind the caller's back; neither ever fails an answer.</summary>
internal sealed class AnswerCache(CacheConnection connection, IOptions<CacheOptions> options, CompletionMetrics metrics, TimeProvider time) : BackgroundService
{
    private readonly CacheOptions _options = options.Value;

    private readonly Channel<(string Key, CachedAnswer Answer)> _waiting =
        Channel.CreateBounded<(string, CachedAnswer)>(new BoundedChannelOptions(256) { SingleReader = true });

    public async ValueTask<(CacheResult Result, CachedAnswer? Answer)> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (connection.Database is not { } redis)
            return (CacheResult.Unavailable, null);
        try
        {
            var stored = (byte[]?)await redis.StringGetAsync(key).WaitAsync(_options.Patience, time, cancellationToken);
            return stored is not null && JsonSerializer.Deserialize(stored, CacheJson.Default.CachedAnswer) is { } answer
                ? (CacheResult.Hit, answer)
                : (CacheResult.Miss, null);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return (CacheResult.Unavailable, null);
        }
        catch (JsonException)
        {
            // Damaged; the answer that comes replaces it.
            return (CacheResult.Miss, null);
        }
    }

    /// <summary>Returns at once.</summary>
    public void Store(string key, CachedAnswer answer)
    {
        if (!_waiting.Writer.TryWrite((key, answer)))
            metrics.CacheStored(StoreResult.Dropped);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    // Not cancelled: what waits at the end is stored, within the time that the host gives.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (key, answer) in _waiting.Reader.ReadAllAsync(CancellationToken.None))
            metrics.CacheStored(await StoreAsync(key, answer));
    }

    private async Task<StoreResult> StoreAsync(string key, CachedAnswer answer)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer, CacheJson.Default.CachedAnswer);
        if (bytes.Length > _options.MaxEntryBytes)
            return StoreResult.TooLarge;
        if (connection.Database is not { } redis)
            return StoreResult.Unavailable;
        try
        {
            await redis.StringSetAsync(key, bytes, _options.TimeToLive);
            return StoreResult.Stored;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return StoreResult.Unavailable;
        }
    }
}
