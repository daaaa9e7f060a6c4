using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WisdomWave.Completion.Caching;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>
/// The questions that have answers: in Redis a sorted set for each family, by Redis' own clock, which all replicas read on
/// from where they were. Each keeps what it has read, so that a question costs no megabytes of vectors.
/// </summary>
internal sealed class QuestionIndex(CacheConnection connection, IOptions<CacheOptions> cache, IOptions<SemanticCacheOptions> options) : BackgroundService
{
    // With 1,000 questions of 1,536 dimensions a family has 6 MB.
    private const int MaxFamilies = 16;
    private const int PageLength = 100;

    // Least recently used first.
    private readonly OrderedDictionary<string, QuestionFamily> _families = new(StringComparer.Ordinal);

    private readonly Channel<(string Family, EmbeddedQuestion Question)> _waiting =
        Channel.CreateBounded<(string, EmbeddedQuestion)>(new BoundedChannelOptions(256) { SingleReader = true });

    /// <summary>Reads what other replicas, and this one, have stored since the last time.</summary>
    /// <returns>False when Redis is away.</returns>
    public Task<bool> ReadOnAsync(string family) => FamilyOf(family).ReadAsync(known => ReadAsync(family, known));

    public EmbeddedQuestion? Nearest(string family, EmbeddedQuestion question) => FamilyOf(family).Nearest(question, options.Value.Threshold);

    /// <summary>Returns at once; when too many wait to be stored, it is not.</summary>
    public void Remember(string family, EmbeddedQuestion question) => _waiting.Writer.TryWrite((family, question));

    /// <summary>Its answer is gone.</summary>
    public void Forget(string family, EmbeddedQuestion question)
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
                // A question that is not remembered is asked again.
            }
        }
    }

    private async Task StoreAsync(IDatabase redis, string family, EmbeddedQuestion question)
    {
        var age = cache.Value.TimeToLive;
        // TIME: seconds, microseconds.
        var time = (string[])(await redis.ExecuteAsync("TIME"))!;
        var now = (double.Parse(time[0], CultureInfo.InvariantCulture) * 1_000_000) + double.Parse(time[1], CultureInfo.InvariantCulture);
        await Task.WhenAll(
            redis.SortedSetAddAsync(family, question.Bytes, now),
            redis.SortedSetRemoveRangeByScoreAsync(family, double.NegativeInfinity, now - age.TotalMicroseconds),
            redis.SortedSetRemoveRangeByRankAsync(family, 0, -options.Value.MaxEntries - 1),
            redis.KeyExpireAsync(family, age));
    }

    private async Task<bool> ReadAsync(string family, QuestionFamily known)
    {
        try
        {
            while (connection.Database is { } redis)
            {
                // In pages: what a slow network has brought is not read again.
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
            // As when it is away.
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
