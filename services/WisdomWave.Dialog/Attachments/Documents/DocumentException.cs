namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>An expected failure to read a document.</summary>
internal sealed class DocumentException(DocumentProblem problem, Exception? innerException = null)
    : Exception($"The document could not be read: {problem}.", innerException)
{
    public DocumentProblem Problem { get; } = problem;
}
