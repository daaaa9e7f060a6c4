using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.ServiceDefaults.Limits;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>
/// Whom this process has told that they have no access. Their further messages need neither the database, which keeps who was
/// told, nor an answer.
/// </summary>
internal sealed class ToldStrangers(IOptions<RateLimitOptions> options, TimeProvider time)
{
    /// <summary>Bounds the memory. A stranger who drops out costs one look at the database.</summary>
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<(long List, long User), bool> _told = new();
    private readonly TimedLimit<long> _perBot = new(options.Value.StrangersPerMinute, TimeSpan.FromMinutes(1), time);

    public bool Contains(long listId, long userId) => _told.ContainsKey((listId, userId));

    /// <summary>Whether the bot may tell one more stranger in this minute.</summary>
    public bool MayTellAnother(long botId) => options.Value.StrangersPerMinute == 0 || _perBot.TryTake(botId);

    public void Add(long listId, long userId)
    {
        if (_told.Count >= Capacity)
            _told.Clear();
        _told[(listId, userId)] = true;
    }

    /// <summary>Call this when a rule of the person changes: the next refusal is explained again.</summary>
    public void Forget(long listId, long userId) => _told.TryRemove((listId, userId), out _);

    /// <summary>Call this when the list gets an owner: strangers can now ask to be let in.</summary>
    public void ForgetAll(long listId)
    {
        foreach (var stranger in _told.Keys.Where(stranger => stranger.List == listId).ToList())
            _told.TryRemove(stranger, out _);
    }
}
