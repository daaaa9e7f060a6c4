namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>Where reading stops.</summary>
/// <param name="MaxCharacters">Of the text.</param>
/// <param name="MaxPages">Of a PDF.</param>
/// <param name="Stop">Looked at between pages and paragraphs.</param>
internal sealed record DocumentBounds(int MaxCharacters, int MaxPages, CancellationToken Stop);
