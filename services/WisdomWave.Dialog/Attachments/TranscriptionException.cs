using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Attachments;

/// <summary>An expected failure to transcribe. <see cref="FailureKind.ModelNotFound"/>: the provider does not listen at all.</summary>
internal sealed class TranscriptionException(FailureKind kind) : Exception($"The recording could not be transcribed: {kind}.")
{
    public FailureKind Kind { get; } = kind;
}
