namespace WisdomWave.Contracts.Dialog;

/// <summary>Something that a person sent beside text. Its bytes: <c>GET /bots/{botId}/files/{fileId}</c> of ingress.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="FileId">Telegram's name of the file, valid for this bot as long as the file exists; empty for what the bot cannot see (from <see cref="AttachmentKind.Video"/> on).</param>
/// <param name="FileName">As the person's client named it, where it did. Not to be trusted as a path.</param>
/// <param name="MediaType">As the person's client named it, where it did.</param>
/// <param name="Size">Bytes, where Telegram knows; Telegram itself gives bots no file over 20 MB.</param>
public sealed record Attachment(AttachmentKind Kind, string FileId, string? FileName = null, string? MediaType = null, long? Size = null);
