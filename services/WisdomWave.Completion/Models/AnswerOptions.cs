using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.Models;

/// <summary>The options of a call with what is ours.</summary>
internal sealed class AnswerOptions : ChatOptions
{
    public AnswerOptions()
    {
    }

    private AnswerOptions(AnswerOptions other)
        : base(other)
    {
        Key = other.Key;
        Fresh = other.Fresh;
        CacheIsAway = other.CacheIsAway;
    }

    /// <summary>What all calls have in common that want the same answer; null for one that shares with nobody.</summary>
    public string? Key { get; set; }

    /// <summary>Goes past the cached answer and replaces it.</summary>
    public bool Fresh { get; init; }

    /// <summary>Set when the cache did not answer this call in time: it is not asked a second time.</summary>
    public bool CacheIsAway { get; set; }

    public override ChatOptions Clone() => new AnswerOptions(this);
}
