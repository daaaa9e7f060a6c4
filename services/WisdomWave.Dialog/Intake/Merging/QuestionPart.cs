using System.Text.Json;
using System.Text.Json.Serialization;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>
/// One message of a question. Parts are ordered by <c>UpdateId</c>. <c>Text</c> includes quotes, <c>Length</c> counts only what the
/// client sent (UTF-16 units), and <c>SentAt</c> has whole seconds.
/// </summary>
internal sealed record QuestionPart(
    long UpdateId, string Text, int Length, DateTimeOffset SentAt, string? AlbumId, bool IsForward, IReadOnlyList<Attachment> Files, bool IsFollowedByForward = false)
{
    /// <summary>Whether the part is text that the person wrote or pasted.</summary>
    public bool IsPlain => AlbumId is null && !IsForward && Files.Count == 0;

    public static QuestionPart Of(InboundMessage message) => new(
        message.UpdateId, QuestionText.Of(message), message.Text.Length, message.SentAt, message.AlbumId, message.ForwardedFrom is not null,
        message.Attachments, message.IsFollowedByForward);
}

/// <summary>The parts of an unanswered question as JSON in the database.</summary>
internal static class StoredParts
{
    public static string Write(IReadOnlyList<QuestionPart> parts) => JsonSerializer.Serialize(parts, MergingJson.Default.IReadOnlyListQuestionPart);

    public static IReadOnlyList<QuestionPart> Read(string json) => JsonSerializer.Deserialize(json, MergingJson.Default.IReadOnlyListQuestionPart)!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<QuestionPart>))]
internal sealed partial class MergingJson : JsonSerializerContext;
