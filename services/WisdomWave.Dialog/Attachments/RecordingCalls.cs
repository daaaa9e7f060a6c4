using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Has recordings written down within the budgets, and notes what that took.</summary>
internal sealed class RecordingCalls(TranscriptionClient recordings, Budgets budgets, DialogMetrics metrics)
{
    /// <param name="spender">Who pays.</param>
    /// <param name="spending">Gets what it took.</param>
    /// <param name="recording">Of which the size alone is known.</param>
    /// <param name="setup">The model that will be asked; counts the words where the provider bills by time.</param>
    /// <param name="promptTokens">Of the question without its words.</param>
    /// <param name="cancellationToken">Ends the provider's call too, which is not counted then.</param>
    /// <returns>The words, or the budget that does not bear to listen and to answer.</returns>
    /// <exception cref="FileException">The recording cannot be had.</exception>
    /// <exception cref="TranscriptionException">It cannot be transcribed.</exception>
    public async Task<(string Words, BudgetNotice? Spent)> ListenAsync(
        Spender spender, TurnSpending spending, Attachment recording, PromptSetup setup, int promptTokens, CancellationToken cancellationToken)
    {
        var (reservation, spent) = await budgets.ReserveAsync(
            spender, RecordingTokens.Estimate(recording), promptTokens, setup.Budget.AnswerTokens, setup.Model.Prices, cancellationToken);
        if (reservation is null)
            return ("", spent);

        var calls = new List<ModelCall>(1);
        try
        {
            var heard = await recordings.TranscribeAsync(spender.BotId, recording, cancellationToken);
            if (heard.Spent is { } took)
                calls.Add(ModelCall.Beside(took.Usage.TotalTokens > 0 ? took : took with { Usage = new TokenUsage(0, setup.Tokens.Count(heard.Text)) }));
            return (heard.Text, null);
        }
        finally
        {
            spending.Settle(reservation, calls, metrics);
        }
    }
}
