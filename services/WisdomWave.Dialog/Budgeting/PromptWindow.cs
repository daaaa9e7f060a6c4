namespace WisdomWave.Dialog.Budgeting;

/// <summary>The newest turns of a conversation: those that its next prompt repeats.</summary>
internal sealed class PromptWindow(PromptBudget budget, IEnumerable<RememberedTurn> turns)
{
    private readonly List<RememberedTurn> _turns = [.. turns];
    private int _cost = turns.Sum(PromptBudget.Cost);

    public IReadOnlyList<RememberedTurn> Turns => _turns;

    /// <summary>The sequence of the oldest turn in the window.</summary>
    public long? Start => _turns.Count > 0 ? _turns[0].Sequence : null;

    /// <summary>Tokens that the next prompt takes when it asks a question of this length.</summary>
    public int PromptTokens(int questionTokens) => budget.FixedTokens + _cost + PromptBudget.CostOfQuestion(questionTokens);

    public void Add(RememberedTurn turn)
    {
        _turns.Add(turn);
        _cost += PromptBudget.Cost(turn);
    }

    public void Clear()
    {
        _turns.Clear();
        _cost = 0;
    }

    /// <summary>Lets the oldest turns go when question and history no longer fit, down to the safe level.</summary>
    public RoomFound MakeRoom(int questionTokens)
    {
        var question = PromptBudget.CostOfQuestion(questionTokens);
        if (question > budget.HistoryTokens)
            return RoomFound.QuestionTooLong;
        if (question + _cost <= budget.HistoryTokens)
            return RoomFound.AllFits;

        var leaving = 0;
        while (leaving < _turns.Count && question + _cost > budget.SafeHistoryTokens)
            _cost -= PromptBudget.Cost(_turns[leaving++]);
        _turns.RemoveRange(0, leaving);
        return RoomFound.OldestLeft;
    }
}
