namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>Why a document has no text for the model. Each has its own words for the person.</summary>
internal enum DocumentProblem
{
    /// <summary>Not a kind that is read.</summary>
    Unsupported,

    /// <summary>It consists of pictures, or of nothing.</summary>
    NoText,

    /// <summary>It wants a password.</summary>
    Encrypted,

    /// <summary>It is not what it seems to be, or unpacks to more than is reasonable.</summary>
    Corrupt,

    /// <summary>Reading it took longer than it may.</summary>
    TookTooLong,
}
