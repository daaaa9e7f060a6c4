using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WisdomWave.Completion.Telemetry;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Completion.Caching;

/// <summary>
/// Answers in memory and in Redis. Reads from Redis have a short timeout, writes run in the background; a failure of either never fails an
/// answer.
/// </summary>
internal sealed class AnswerCache(
    AnswerMemory memory, CacheConnection connection, IOptions<CacheOptions> options, CompletionMetrics metrics, TimeProvider time) : BackgroundService
{
    private readonly CacheOptions _options = options.Value;

    /// <summary>Enough for a Redis that stalls for a second under load; together at most 64 MB.</summary>
    private const int MaxWaiting = 1024;

    /// <summary>Stored one at a time, each answer would wait for the previous round trip, and most would be dropped under load.</summary>
    private const int ConcurrentStores = 16;

    private readonly Channel<Storing> _waiting =
        Channel.CreateBounded<Storing>(new BoundedChannelOptions(MaxWaiting));

    public async ValueTask<(CacheResult Result, CachedAnswer? Answer)> FindAsync(string key, CancellationToken cancellationToken)
    {
        using var activity = CompletionTracing.Source.StartPart("look in cache");
        var found = await LookAsync(key, cancellationToken);
        activity?.SetTag("wisdomwave.cache.result", found.Result.ToString());
        return found;
    }

    private async ValueTask<(CacheResult Result, CachedAnswer? Answer)> LookAsync(string key, CancellationToken cancellationToken)
    {
        if (memory.Find(key) is { } known)
            return (CacheResult.Hit, known);
        if (connection.Database is not { } redis)
            return (CacheResult.Unavailable, null);
        try
        {
            var clearings = memory.Clearings;
            var stored = (byte[]?)await redis.StringGetAsync(key).WaitAsync(_options.Timeout, time, cancellationToken);
            if (stored is null || CachedAnswerBytes.Read(stored) is not { } answer)
                return (CacheResult.Miss, null);

            memory.Add(key, answer, clearings);
            return (CacheResult.Hit, answer);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return (CacheResult.Unavailable, null);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            // The entry is corrupt; the next answer replaces it.
            return (CacheResult.Miss, null);
        }
    }

    /// <summary>Keeps the answer in memory, queues it to be stored in Redis, and returns immediately.</summary>
    /// <param name="key">The cache key.</param>
    /// <param name="answer">The complete answer.</param>
    /// <param name="lease">Released after the attempt to store the answer.</param>
    /// <returns>False if the queue is full: the answer is dropped, and the caller keeps the lease.</returns>
    public bool TryStore(string key, CachedAnswer answer, AnswerLease? lease)
    {
        answer = answer with { ExpiresAt = time.GetUtcNow() + _options.TimeToLive };
        if (Encoding.UTF8.GetByteCount(answer.Text) <= _options.MaxEntryBytes)
            memory.Add(key, answer, memory.Clearings);
        var isQueued = _waiting.Writer.TryWrite(new(key, answer, lease, Activity.Current));
        if (!isQueued)
            metrics.CountCacheStore(StoreResult.Dropped);
        return isQueued;
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    // Not cancelled on shutdown: queued answers are still stored, within the host's shutdown timeout.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, ConcurrentStores).Select(_ => StoreQueuedAsync()));

    private async Task StoreQueuedAsync()
    {
        await foreach (var (key, answer, lease, request) in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            metrics.CountCacheStore(await StoreAsync(key, answer, request));
            if (lease is not null)
                await lease.DisposeAsync();
        }
    }

    private async Task<StoreResult> StoreAsync(string key, CachedAnswer answer, Activity? request)
    {
        using var activity = request is null ? null : CompletionTracing.Source.StartBelow("store in cache", request.Context);
        var result = await StoreAsync(key, answer);
        activity?.SetTag("wisdomwave.cache.result", result.ToString());
        return result;
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

    /// <param name="Request">The span in which the answer was made; null while no traces are exported.</param>
    private readonly record struct Storing(string Key, CachedAnswer Answer, AnswerLease? Lease, Activity? Request);
}

internal enum CacheResult
{
    Hit,
    Miss,

    /// <summary>An identical call was in flight, in this or another replica, and its answer was shared.</summary>
    Joined,

    /// <summary>A similar question's answer was reused.</summary>
    Similar,

    /// <summary>The cache was not queried: a fresh answer was requested, the cache is off, or such requests are not cached.</summary>
    Bypass,

    /// <summary>Redis is unavailable or did not respond in time.</summary>
    Unavailable,
}

internal enum StoreResult
{
    Stored,
    TooLarge,

    /// <summary>The queue of answers to be stored was full.</summary>
    Dropped,

    Unavailable,
}
