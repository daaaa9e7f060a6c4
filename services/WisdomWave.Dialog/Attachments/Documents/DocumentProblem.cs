using System.Text.Json.Serialization;

namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>Why no text could be extracted from a document. People get a sentence for each value.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentProblem>))]
internal enum DocumentProblem
{
    /// <summary>The format is not supported.</summary>
    Unsupported,

    /// <summary>The document is empty or contains only pictures.</summary>
    NoText,

    /// <summary>The document needs a password.</summary>
    Encrypted,

    /// <summary>The document is malformed, would unpack to too much, or crashed its parser.</summary>
    Corrupt,

    /// <summary>Reading exceeded its time limit.</summary>
    TookTooLong,

    /// <summary>Reading exceeded its memory limit.</summary>
    TookTooMuch,

    /// <summary>Too many documents are being read, or no process can be started at the moment.</summary>
    Busy,
}

/// <summary>An expected failure to read a document.</summary>
internal sealed class DocumentException(DocumentProblem problem, Exception? innerException = null)
    : Exception($"The document could not be read: {problem}.", innerException)
{
    public DocumentProblem Problem { get; } = problem;
}
