namespace WisdomWave.Contracts.Completion;

/// <summary>What was said in a recording (<c>POST /transcriptions?fileName=…&amp;language=…</c> with the recording as the body).</summary>
/// <param name="Text">Empty when nothing was understood.</param>
/// <param name="Spent">What listening took; null where that is not known.</param>
public sealed record Transcription(string Text, ModelUsage? Spent = null);
