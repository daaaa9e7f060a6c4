using Microsoft.Extensions.AI;
using ReasoningEffort = WisdomWave.Contracts.Completion.ReasoningEffort;

namespace WisdomWave.Completion.Models;

/// <summary>The options of one call, with those that only this service's pipeline uses.</summary>
internal sealed class AnswerOptions : ChatOptions
{
    public AnswerOptions()
    {
    }

    private AnswerOptions(AnswerOptions other)
        : base(other)
    {
        Bot = other.Bot;
        Key = other.Key;
        Fresh = other.Fresh;
        IsCacheUnavailable = other.IsCacheUnavailable;
        Effort = other.Effort;
        ReasoningTokens = other.ReasoningTokens;
        Calls = other.Calls;
        IsFallback = other.IsFallback;
        FallbacksLeft = other.FallbacksLeft;
    }

    /// <summary>The name of the bot that asks, for metrics.</summary>
    public string? Bot { get; init; }

    /// <summary>The cache key, which is equal for calls that may share an answer; null if the answer must not be shared.</summary>
    public string? Key { get; set; }

    /// <summary>Skips the cached answer and does not replace it.</summary>
    public bool Fresh { get; init; }

    /// <summary>Set when the cache did not respond in time: this call does not query it again.</summary>
    public bool IsCacheUnavailable { get; set; }

    /// <summary>Null leaves the reasoning effort to the provider.</summary>
    public ReasoningEffort? Effort { get; set; }

    /// <summary>Output tokens for reasoning, in addition to those for the answer; 0 for models that do not reason.</summary>
    public int ReasoningTokens { get; set; }

    /// <summary>Shared by all calls for one question.</summary>
    public CallAllowance Calls { get; init; } = new(CallAllowance.Max, CallAllowance.Max);

    /// <summary>Whether this call goes to a fallback of the requested model.</summary>
    public bool IsFallback { get; set; }

    /// <summary>How many fallbacks remain after this model.</summary>
    public int FallbacksLeft { get; set; }

    public override ChatOptions Clone() => new AnswerOptions(this);
}

/// <summary>How many provider calls a question may still make: one budget for the requested model, one shared by all its fallbacks.</summary>
internal sealed class CallAllowance(int calls, int fallbackCalls)
{
    /// <summary>The upper bound for every configuration and request, because each call may cost money.</summary>
    public const int Max = 3;

    private int _left = calls;
    private int _fallbacksLeft = fallbackCalls;

    /// <returns>False if no call is left.</returns>
    public bool TryTake(bool isFallback) => isFallback ? _fallbacksLeft-- > 0 : _left-- > 0;

    /// <summary>Returns a call that never reached the provider.</summary>
    public void GiveBack(bool isFallback)
    {
        if (isFallback)
            _fallbacksLeft++;
        else
            _left++;
    }

    /// <summary>Whether this model may be called again. A fallback leaves one call for each of the remaining fallbacks.</summary>
    public bool HasMore(bool isFallback, int fallbacksLeft) => isFallback ? _fallbacksLeft > fallbacksLeft : _left > 0;
}
