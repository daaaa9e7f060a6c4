namespace WisdomWave.Contracts.Completion;

/// <summary>The text of a recording (<c>POST /transcriptions?fileName=…&amp;language=…&amp;bot=…</c>, the recording is the request body).</summary>
/// <param name="Text">Empty when no speech was recognized.</param>
/// <param name="Spent">What the transcription used; null when unknown.</param>
public sealed record Transcription(string Text, ModelUsage? Spent = null);
