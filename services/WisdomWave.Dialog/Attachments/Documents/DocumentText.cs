namespace WisdomWave.Dialog.Attachments.Documents;

/// <param name="Text">As much as was read.</param>
/// <param name="IsWhole">False when the document goes on.</param>
internal readonly record struct DocumentText(string Text, bool IsWhole);
