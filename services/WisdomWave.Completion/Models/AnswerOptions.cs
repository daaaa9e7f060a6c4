using Microsoft.Extensions.AI;
using ReasoningEffort = WisdomWave.Contracts.Completion.ReasoningEffort;

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
        Effort = other.Effort;
        ReasoningTokens = other.ReasoningTokens;
        Calls = other.Calls;
        IsStandIn = other.IsStandIn;
        StandInsBehind = other.StandInsBehind;
    }

    /// <summary>What all calls have in common that want the same answer; null for one that shares with nobody.</summary>
    public string? Key { get; set; }

    /// <summary>Goes past the cached answer, and leaves it where it is.</summary>
    public bool Fresh { get; init; }

    /// <summary>Set when the cache did not answer this call in time: it is not asked a second time.</summary>
    public bool CacheIsAway { get; set; }

    /// <summary>How much the model is to think; null leaves it to the provider.</summary>
    public ReasoningEffort? Effort { get; set; }

    /// <summary>Room for thoughts beyond that for the answer; 0 for models that answer at once.</summary>
    public int ReasoningTokens { get; set; }

    /// <summary>Shared by all calls of one question.</summary>
    public CallAllowance Calls { get; init; } = new(CallAllowance.Most, CallAllowance.Most);

    public bool IsStandIn { get; set; }

    /// <summary>How many models could still stand in after this one.</summary>
    public int StandInsBehind { get; set; }

    public override ChatOptions Clone() => new AnswerOptions(this);
}
