namespace WisdomWave.Dialog.Attachments.Documents;

/// <param name="Text">As much as was read.</param>
/// <param name="IsWhole">False when the document goes on.</param>
/// <param name="GuessedEncoding">Its encoding where that was a guess which may be wrong; null otherwise.</param>
internal readonly record struct DocumentText(string Text, bool IsWhole, string? GuessedEncoding = null);
