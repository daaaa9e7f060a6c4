using System.Text.Json;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Attachments;

/// <summary>What was sent beside a question's text, as it is stored with the turn: names of files, never their bytes.</summary>
/// <param name="Files">As the person sent them.</param>
internal sealed record TurnAttachments(IReadOnlyList<Attachment> Files)
{
    /// <summary>What the person wrote beside them: what is read from, and compared with when they edit it.</summary>
    public string Caption { get; init; } = "";

    /// <summary>What came of reading them; null before.</summary>
    public ReadAttachments? Read { get; init; }

    public static TurnAttachments? Of(IReadOnlyList<Attachment> files, string caption) =>
        files.Count == 0 ? null : new(files) { Caption = caption };

    public static TurnAttachments? FromJson(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, AttachmentsJson.Default.TurnAttachments);

    public string ToJson() => JsonSerializer.Serialize(this, AttachmentsJson.Default.TurnAttachments);
}
