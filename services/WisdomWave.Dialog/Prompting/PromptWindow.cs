namespace WisdomWave.Dialog.Prompting;

/// <summary>The newest turns of a conversation, which its next prompt includes.</summary>
internal sealed class PromptWindow(PromptBudget budget, IEnumerable<RememberedTurn> turns)
{
    private readonly List<RememberedTurn> _turns = [.. turns];

    public IReadOnlyList<RememberedTurn> Turns => _turns;

    /// <summary>Changes with the person's settings.</summary>
    public PromptBudget Budget { get; set; } = budget;

    /// <summary>The sequence of the oldest turn in the window.</summary>
    public long? Start => _turns.Count > 0 ? _turns[0].Sequence : null;

    /// <summary>The tokens of all turns in the window.</summary>
    public int Cost { get; private set; } = turns.Sum(PromptBudget.Cost);

    /// <summary>The tokens of the next prompt, given the tokens of its question.</summary>
    public int PromptTokens(int questionTokens) => Budget.FixedTokens + Cost + PromptBudget.CostOfQuestion(questionTokens);

    public void Add(RememberedTurn turn)
    {
        _turns.Add(turn);
        Cost += PromptBudget.Cost(turn);
    }

    /// <summary>Inserts turns in order; those already in the window stay as they are.</summary>
    public void Restore(IEnumerable<RememberedTurn> turns)
    {
        _turns.AddRange(turns.ExceptBy(_turns.Select(turn => turn.Sequence), turn => turn.Sequence).ToList());
        _turns.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        Cost = _turns.Sum(PromptBudget.Cost);
    }

    /// <summary>Does nothing when the turn is not in the window.</summary>
    public void Remove(long sequence)
    {
        var index = _turns.FindLastIndex(turn => turn.Sequence == sequence);
        if (index < 0)
            return;

        Cost -= PromptBudget.Cost(_turns[index]);
        _turns.RemoveAt(index);
    }

    /// <summary>Removes turns that were asked before a time.</summary>
    public void RemoveBefore(DateTimeOffset time)
    {
        if (_turns.RemoveAll(turn => turn.AskedAt < time) > 0)
            Cost = _turns.Sum(PromptBudget.Cost);
    }

    public void Clear()
    {
        _turns.Clear();
        Cost = 0;
    }

    /// <summary>Counts again after a change to a model with another encoding.</summary>
    public void Recount(TokenCounter tokens)
    {
        for (var i = 0; i < _turns.Count; i++)
            _turns[i] = _turns[i] with { Tokens = tokens.Count(_turns[i].Question) + tokens.Count(_turns[i].Answer) };
        Cost = _turns.Sum(PromptBudget.Cost);
    }

    /// <summary>Removes the oldest turns when question and history no longer fit, down to the safe level.</summary>
    public WindowFit MakeRoom(int questionTokens)
    {
        var question = PromptBudget.CostOfQuestion(questionTokens);
        if (question > Budget.HistoryTokens)
            return WindowFit.QuestionTooLong;
        if (question + Cost <= Budget.HistoryTokens)
            return WindowFit.Fits;

        var leaving = 0;
        while (leaving < _turns.Count && question + Cost > Budget.SafeHistoryTokens)
            Cost -= PromptBudget.Cost(_turns[leaving++]);
        _turns.RemoveRange(0, leaving);
        return WindowFit.OldestRemoved;
    }
}

/// <summary>How a question fits into the window.</summary>
internal enum WindowFit
{
    Fits,

    /// <summary>It fits, but the oldest turns had to be removed.</summary>
    OldestRemoved,

    /// <summary>Even without earlier turns it leaves no room for an answer.</summary>
    QuestionTooLong,
}

/// <summary>
/// A question and its answer (Markdown), as later prompts include them. <paramref name="Tokens"/> counts both together, without the
/// overhead of messages.
/// </summary>
internal sealed record RememberedTurn(long Sequence, string Question, string Answer, int Tokens)
{
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The file ids of the pictures in the question.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];
}
