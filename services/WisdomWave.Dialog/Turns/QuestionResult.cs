using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <param name="Outcome">What the question came to.</param>
/// <param name="WindowMoved">Whether old turns left the window for it.</param>
internal readonly record struct QuestionResult(TurnOutcome Outcome, bool WindowMoved);
