using System.Text.Json;
using System.Text.Json.Serialization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Attachments;

/// <summary>The files sent with a question, stored with its turn: ids and names of files, never their bytes.</summary>
internal sealed record TurnAttachments(IReadOnlyList<Attachment> Files)
{
    /// <summary>The text that the person sent with the files. An edit is compared with it.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The result of reading the files; null before.</summary>
    public AttachmentsResult? Read { get; init; }

    public static TurnAttachments? Of(IReadOnlyList<Attachment> files, string caption) =>
        files.Count == 0 ? null : new(files) { Caption = caption };

    public static TurnAttachments? FromJson(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, AttachmentsJson.Default.TurnAttachments);

    public string ToJson() => JsonSerializer.Serialize(this, AttachmentsJson.Default.TurnAttachments);
}

/// <summary>The result of reading a question's attachments, apart from the text that became part of the question.</summary>
internal sealed record AttachmentsResult
{
    /// <summary>Markdown to show before the answer: the transcript of a recording. Not part of the model's answer.</summary>
    public string Preface { get; init; } = "";

    /// <summary>File ids of the question's pictures.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <summary>Sentences for the person, in their language.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>False when there is nothing to ask the model; the notes are then the reply.</summary>
    public bool IsAnswerable { get; init; } = true;
}

internal static class AttachmentWrites
{
    private const string StoreRead = """
        UPDATE "Turns" SET "Question" = ?3, "Attachments" = ?4 WHERE "Sequence" = ?1 AND "Id" = ?2 AND "State" = 0
        """;

    /// <summary>Stores the text of the attachments as part of the question, so that a restart does not read them again.</summary>
    public static bool Store(WriteSession session, Guid turnId, long sequence, string question, TurnAttachments attachments) =>
        session.Execute(StoreRead, sequence, turnId, question, attachments.ToJson()) > 0;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TurnAttachments))]
internal sealed partial class AttachmentsJson : JsonSerializerContext;
