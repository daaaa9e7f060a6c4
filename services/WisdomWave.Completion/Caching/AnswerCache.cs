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

    /// <summary>What gathers while Redis stands still for a second under load; together no more than 64 MB.</summary>
    private const int MostWaiting = 1024;

    /// <summary>One after the other they would wait for a round trip each, and most answers would be dropped under load.</summary>
    private const int StoredAtOnce = 16;

    private readonly Channel<(string Key, CachedAnswer Answer, AnswerLease? Lease)> _waiting =
        Channel.CreateBounded<(string, CachedAnswer, AnswerLease?)>(new BoundedChannelOptions(MostWaiting));

    public async ValueTask<(CacheResult Result, CachedAnswer? Answer)> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (connection.Database is not { } redis)
            return (CacheResult.Unavailable, null);
        try
        {
            var stored = (byte[]?)await redis.StringGetAsync(key).WaitAsync(_options.Patience, time, cancellationToken);
            return stored is not null && CachedAnswerBytes.Read(stored) is { } answer
                ? (CacheResult.Hit, answer)
                : (CacheResult.Miss, null);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return (CacheResult.Unavailable, null);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            // Damaged; the answer that comes replaces it.
            return (CacheResult.Miss, null);
        }
    }

    /// <summary>Returns at once.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="answer">What is stored.</param>
    /// <param name="lease">Released once it is stored, or could not be.</param>
    /// <returns>False when too many wait to be stored: then it is not, and the lease is not released.</returns>
    public bool Store(string key, CachedAnswer answer, AnswerLease? lease)
    {
        var waits = _waiting.Writer.TryWrite((key, answer, lease));
        if (!waits)
            metrics.CacheStored(StoreResult.Dropped);
        return waits;
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    // Not cancelled: what waits at the end is stored, within the time that the host gives.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, StoredAtOnce).Select(_ => StoreAllAsync()));

    private async Task StoreAllAsync()
    {
        await foreach (var (key, answer, lease) in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            metrics.CacheStored(await StoreAsync(key, answer));
            if (lease is not null)
                await lease.DisposeAsync();
        }
    }

    private async Task<StoreResult> StoreAsync(string key, CachedAnswer answer)
    {
        var bytes = CachedAnswerBytes.Of(answer);
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
