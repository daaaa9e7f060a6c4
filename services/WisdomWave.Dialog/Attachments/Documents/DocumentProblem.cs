using System.Text.Json.Serialization;

namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>Why a document has no text for the model. Each has its own words for the person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentProblem>))]
internal enum DocumentProblem
{
    /// <summary>Not a kind that is read.</summary>
    Unsupported,

    /// <summary>It consists of pictures, or of nothing.</summary>
    NoText,

    /// <summary>It wants a password.</summary>
    Encrypted,

    /// <summary>It is not what it seems to be, says that it unpacks to too much, or has broken its parser.</summary>
    Corrupt,

    /// <summary>Reading it took longer than it may.</summary>
    TookTooLong,

    /// <summary>Reading it took more memory than it may.</summary>
    TookTooMuch,

    /// <summary>Too many documents are being read, or none can be at the moment.</summary>
    Busy,
}
