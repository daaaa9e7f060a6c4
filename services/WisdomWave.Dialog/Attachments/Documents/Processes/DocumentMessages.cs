using System.Text.Json;
using System.Text.Json.Serialization;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>What a reading process is asked: one line of JSON, followed by the document's bytes.</summary>
/// <param name="Length">Bytes that follow.</param>
/// <param name="MaxCharacters">Of the text.</param>
/// <param name="MaxPages">Of a PDF.</param>
/// <param name="CpuSeconds">The process ends itself beyond them, should nobody else end it.</param>
internal sealed record DocumentRequest(int Length, int MaxCharacters, int MaxPages, int CpuSeconds);

/// <summary>What a reading process answers: one JSON object, after which it ends.</summary>
internal sealed record DocumentReport
{
    public string Text { get; init; } = "";

    public bool IsWhole { get; init; }

    public string? GuessedEncoding { get; init; }

    /// <summary>Null when there is a text.</summary>
    public DocumentProblem? Problem { get; init; }

    /// <summary>The type of the exception of a parser; its message may quote the document.</summary>
    public string? Error { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DocumentRequest))]
[JsonSerializable(typeof(DocumentReport))]
internal sealed partial class DocumentJson : JsonSerializerContext
{
    /// <summary>A character as JSON, at its longest: <c>\u001b</c>.</summary>
    public const int BytesPerCharacter = 6;

    /// <summary>Without the escapes that only browsers need: they make Russian text three times as long.</summary>
    public static DocumentJson Relaxed { get; } = new(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
