namespace WisdomWave.Dialog.Prompting;

/// <summary>The newest turns of a conversation: those that its next prompt repeats.</summary>
internal sealed class PromptWindow(PromptBudget budget, IEnumerable<RememberedTurn> turns)
{
    private readonly List<RememberedTurn> _turns = [.. turns];

    public IReadOnlyList<RememberedTurn> Turns => _turns;

    /// <summary>How much fits; changes with the person's settings.</summary>
    public PromptBudget Budget { get; set; } = budget;

    /// <summary>The sequence of the oldest turn in the window.</summary>
    public long? Start => _turns.Count > 0 ? _turns[0].Sequence : null;

    /// <summary>Tokens that the turns take.</summary>
    public int Cost { get; private set; } = turns.Sum(PromptBudget.Cost);

    /// <summary>Tokens that the next prompt takes when it asks a question of this length.</summary>
    public int PromptTokens(int questionTokens) => Budget.FixedTokens + Cost + PromptBudget.CostOfQuestion(questionTokens);

    public void Add(RememberedTurn turn)
    {
        _turns.Add(turn);
        Cost += PromptBudget.Cost(turn);
    }

    /// <summary>Puts turns back in their places; those that are in the window stay as they are.</summary>
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

    /// <summary>Lets go of turns that were asked before.</summary>
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

    /// <summary>For a model that counts otherwise.</summary>
    public void Recount(TokenCounter tokens)
    {
        for (var i = 0; i < _turns.Count; i++)
            _turns[i] = _turns[i] with { Tokens = tokens.Count(_turns[i].Question) + tokens.Count(_turns[i].Answer) };
        Cost = _turns.Sum(PromptBudget.Cost);
    }

    /// <summary>Lets the oldest turns go when question and history no longer fit, down to the safe level.</summary>
    public RoomFound MakeRoom(int questionTokens)
    {
        var question = PromptBudget.CostOfQuestion(questionTokens);
        if (question > Budget.HistoryTokens)
            return RoomFound.QuestionTooLong;
        if (question + Cost <= Budget.HistoryTokens)
            return RoomFound.AllFits;

        var leaving = 0;
        while (leaving < _turns.Count && question + Cost > Budget.SafeHistoryTokens)
            Cost -= PromptBudget.Cost(_turns[leaving++]);
        _turns.RemoveRange(0, leaving);
        return RoomFound.OldestLeft;
    }
}
