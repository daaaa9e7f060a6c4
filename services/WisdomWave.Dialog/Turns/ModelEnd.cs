using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Turns;

/// <summary>How asking the model ended.</summary>
/// <param name="Event">The model's end; null when the person stopped it, or when it was not asked.</param>
/// <param name="Spent">The budget for whose sake it was not asked; null when it was.</param>
/// <param name="WindowMoved">Whether old turns left the window because the model takes less than it was thought to.</param>
internal readonly record struct ModelEnd(CompletionEvent? Event, BudgetNotice? Spent = null, bool WindowMoved = false);
