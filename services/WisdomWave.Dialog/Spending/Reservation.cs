namespace WisdomWave.Dialog.Spending;

/// <summary>What a call may spend at most, set aside until it is known what it did spend.</summary>
/// <param name="answerTokens">The longest answer that the budgets bear; 0 for a call that answers nothing.</param>
/// <param name="settle">Takes the real cost and gives back what was set aside.</param>
internal sealed class Reservation(int answerTokens, Func<Amount, IReadOnlyList<BudgetNotice>> settle)
{
    private bool _isSettled;

    public int AnswerTokens { get; } = answerTokens;

    /// <returns>The budgets of which the person is to be warned.</returns>
    public IReadOnlyList<BudgetNotice> Settle(Amount spent)
    {
        if (_isSettled)
            return [];

        _isSettled = true;
        return settle(spent);
    }
}
