namespace WisdomWave.Contracts.Dialog;

/// <summary>A file that comes with a reply, after its text.</summary>
/// <param name="FileName">As the person will see it.</param>
/// <param name="MediaType">For instance <c>text/markdown</c>.</param>
/// <param name="Path">Where its bytes are: a path of dialog, without a leading slash.</param>
public sealed record ReplyDocument(string FileName, string MediaType, string Path);
