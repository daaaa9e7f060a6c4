using System.Text.Json;
using System.Text.Json.Serialization;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>
/// The request to a reading process: one line of JSON, followed by <c>Length</c> bytes of the document. The kernel kills the process
/// after <c>CpuSeconds</c> in case dialog does not.
/// </summary>
internal sealed record DocumentRequest(int Length, int MaxCharacters, int MaxPages, int CpuSeconds);

/// <summary>The response of a reading process: one JSON object. The process then exits.</summary>
internal sealed record DocumentReport
{
    public string Text { get; init; } = "";

    public bool IsWhole { get; init; }

    public string? GuessedEncoding { get; init; }

    /// <summary>Null when text was extracted.</summary>
    public DocumentProblem? Problem { get; init; }

    /// <summary>The type of the parser's exception. Its message is left out, because it may quote the document.</summary>
    public string? Error { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DocumentRequest))]
[JsonSerializable(typeof(DocumentReport))]
internal sealed partial class DocumentJson : JsonSerializerContext
{
    /// <summary>The longest JSON form of a character: <c>\u001b</c>.</summary>
    public const int BytesPerCharacter = 6;

    /// <summary>Does not escape non-ASCII letters; escaping would make Russian text three times as long.</summary>
    public static DocumentJson Relaxed { get; } = new(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
