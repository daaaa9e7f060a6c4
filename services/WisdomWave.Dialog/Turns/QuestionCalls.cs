using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Turns;

/// <summary>How many calls of the provider a question has cost, however often it was asked.</summary>
internal sealed class QuestionCalls
{
    /// <summary>Above this no question goes, nor do all models together that stand in for the one that it was asked of.</summary>
    private const int Most = 3;

    private int _calls;
    private int _standInCalls;

    public bool HasLeft => _calls < Most;

    public CompletionRequest Allow(CompletionRequest request) =>
        request with { MaxCalls = Math.Max(0, Most - _calls), MaxStandInCalls = Math.Max(0, Most - _standInCalls) };

    public void Note(CompletionAsked asked)
    {
        if (asked.IsStandIn)
            _standInCalls++;
        else
            _calls++;
    }

    /// <summary>Something came of a call that was not announced.</summary>
    public void NoteUnannounced(int before) => _calls = Math.Max(_calls, before + 1);

    public int Count => _calls + _standInCalls;
}
