using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Intake.Limits;

/// <summary>A message that gets no answer.</summary>
/// <param name="Outcome">The turn's, for metrics.</param>
/// <param name="Sentence">What the person is told; empty for nothing.</param>
/// <param name="IsSilent">The person has been told a moment ago.</param>
internal sealed record Refusal(string Outcome, Func<Texts, string> Sentence, bool IsSilent = false);
