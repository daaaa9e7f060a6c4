using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>The reply to /context: what the next question sends to the model, and what no longer fits.</summary>
internal sealed class ContextReport(IDbContextFactory<DialogContext> contexts)
{
    public async Task<string> OfAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (window, setup, texts) = (call.Memory.Window, call.Memory.Setup, call.Texts);
        var budget = setup.Budget;
        var report = texts.Context(
            setup.Model.Title,
            // Includes the overhead that no other line counts, so that the lines add up to the limit.
            budget.PersonaTokens + PromptBudget.PrimingOverhead + PromptBudget.MessageOverhead,
            setup.PinnedCount,
            budget.PinnedTokens,
            window.Turns.Count,
            window.Cost,
            budget.AnswerTokens,
            Math.Max(0, budget.HistoryTokens - window.Cost - PromptBudget.MessageOverhead),
            budget.MaxTokens);

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var start = window.Start ?? call.Turn.Sequence;
        var left = await context.TurnsOf(call.Key).CountAsync(turn => turn.Remembered && !turn.Forgotten && turn.Sequence < start, cancellationToken);
        return left == 0 ? report : $"{report}\n\n{texts.ContextLeft(left)}";
    }
}
