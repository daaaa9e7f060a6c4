using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Turns.Completion;

/// <summary>Counts the provider calls of a question over all its retries.</summary>
internal sealed class QuestionCalls
{
    /// <summary>The limit for a question's own model, and another one for all its fallback models together.</summary>
    private const int Most = 3;

    private int _calls;
    private int _fallbackCalls;

    public bool HasLeft => _calls < Most;

    public CompletionRequest Allow(CompletionRequest request) =>
        request with { MaxCalls = Math.Max(0, Most - _calls), MaxFallbackCalls = Math.Max(0, Most - _fallbackCalls) };

    /// <summary>Whether the last call belongs to another question, which pays for it.</summary>
    public bool IsJoined { get; private set; }

    public void Note(CompletionCallStarted asked)
    {
        IsJoined = asked.IsJoined;
        if (asked.IsFallback)
            _fallbackCalls++;
        else
            _calls++;
    }

    /// <summary>Counts a call that produced text without having been announced.</summary>
    public void NoteUnannounced(int before) => _calls = Math.Max(_calls, before + 1);

    public int Count => _calls + _fallbackCalls;
}
