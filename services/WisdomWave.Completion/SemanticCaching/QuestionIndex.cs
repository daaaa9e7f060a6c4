using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WisdomWave.Completion.Caching;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>
/// The questions that have cached answers. Redis has a sorted set for each family, ordered by Redis' own clock. Each replica keeps a
/// copy and reads only what is new, so that a question does not load megabytes of vectors.
/// </summary>
internal sealed class QuestionIndex(CacheConnection connection, IOptions<CacheOptions> cache, IOptions<SemanticCacheOptions> options) : BackgroundService
{
    // A family of 1,000 questions with 1,536 dimensions takes 6 MB.
    private const int MaxFamilies = 16;
    private const int PageLength = 100;

    // Least recently used first.
    private readonly OrderedDictionary<string, QuestionFamily> _families = new(StringComparer.Ordinal);

    private readonly Channel<(string Family, EmbeddedQuestion Question)> _waiting =
        Channel.CreateBounded<(string, EmbeddedQuestion)>(new BoundedChannelOptions(256) { SingleReader = true });

    /// <summary>Reads the questions that all replicas have stored since the last refresh.</summary>
    /// <returns>False if Redis is unavailable.</returns>
    public Task<bool> RefreshAsync(string family) => FamilyOf(family).RefreshAsync(known => ReadNewAsync(family, known));

    public EmbeddedQuestion? FindNearest(string family, EmbeddedQuestion question) => FamilyOf(family).FindNearest(question, options.Value.Threshold);

    /// <summary>Queues the question to be stored and returns immediately; a full queue drops it.</summary>
    public void Add(string family, EmbeddedQuestion question) => _waiting.Writer.TryWrite((family, question));

    /// <summary>Removes a question whose answer is no longer in the cache.</summary>
    public void Remove(string family, EmbeddedQuestion question)
    {
        FamilyOf(family).Remove(question);
        connection.Database?.SortedSetRemove(family, question.Bytes, CommandFlags.FireAndForget);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (family, question) in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                if (connection.Database is { } redis)
                    await StoreAsync(redis, family, question);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // Without its entry the question is answered by the provider again.
            }
        }
    }

    private async Task StoreAsync(IDatabase redis, string family, EmbeddedQuestion question)
    {
        var age = cache.Value.TimeToLive;
        // TIME returns seconds and microseconds.
        var time = (string[])(await redis.ExecuteAsync("TIME"))!;
        var now = (double.Parse(time[0], CultureInfo.InvariantCulture) * 1_000_000) + double.Parse(time[1], CultureInfo.InvariantCulture);
        await Task.WhenAll(
            redis.SortedSetAddAsync(family, question.Bytes, now),
            redis.SortedSetRemoveRangeByScoreAsync(family, double.NegativeInfinity, now - age.TotalMicroseconds),
            redis.SortedSetRemoveRangeByRankAsync(family, 0, -options.Value.MaxEntries - 1),
            redis.KeyExpireAsync(family, age));
    }

    private async Task<bool> ReadNewAsync(string family, QuestionFamily known)
    {
        try
        {
            while (connection.Database is { } redis)
            {
                // In pages: after a failure, pages that were read are not read again.
                var page = await redis.SortedSetRangeByScoreWithScoresAsync(family, known.ReadUntil, exclude: Exclude.Start, take: PageLength);
                if (page.Length > 0)
                {
                    known.Add(page.Select(entry => EmbeddedQuestion.Read(entry.Element)).OfType<EmbeddedQuestion>());
                    known.ReadUntil = page[^1].Score;
                }

                if (page.Length < PageLength)
                    return true;
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Treated as unavailable.
        }

        return false;
    }

    private QuestionFamily FamilyOf(string key)
    {
        lock (_families)
        {
            if (!_families.Remove(key, out var family))
            {
                family = new QuestionFamily(options.Value.MaxEntries);
                if (_families.Count == MaxFamilies)
                    _families.RemoveAt(0);
            }

            _families.Add(key, family);
            return family;
        }
    }
}
