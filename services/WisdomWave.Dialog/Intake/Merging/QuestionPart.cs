using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>One message of a question.</summary>
/// <param name="UpdateId">Telegram's number of the update: parts stand in its order.</param>
/// <param name="Text">With what it refers to.</param>
/// <param name="Length">Of what the person's client sent, UTF-16 units.</param>
/// <param name="SentAt">By Telegram's clock, whole seconds.</param>
/// <param name="AlbumId">The same for all messages of an album.</param>
/// <param name="IsForward">Whether somebody else wrote it.</param>
/// <param name="Files">What was sent beside the text.</param>
/// <param name="IsFollowedByForward">Whether it is known that a forward comes next.</param>
internal sealed record QuestionPart(
    long UpdateId, string Text, int Length, DateTimeOffset SentAt, string? AlbumId, bool IsForward, IReadOnlyList<Attachment> Files, bool IsFollowedByForward = false)
{
    /// <summary>Whether it is text that the person wrote or pasted.</summary>
    public bool IsPlain => AlbumId is null && !IsForward && Files.Count == 0;

    public static QuestionPart Of(InboundMessage message) => new(
        message.UpdateId, QuestionText.Of(message), message.Text.Length, message.SentAt, message.AlbumId, message.ForwardedFrom is not null,
        message.Attachments, message.IsFollowedByForward);
}
