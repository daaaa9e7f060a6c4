namespace WisdomWave.Dialog.Attachments;

/// <summary>An expected failure to get a file.</summary>
internal sealed class FileException(FileFailure failure) : Exception($"The file could not be had: {failure}.")
{
    public FileFailure Failure { get; } = failure;
}
