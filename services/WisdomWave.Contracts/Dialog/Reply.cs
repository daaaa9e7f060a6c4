namespace WisdomWave.Contracts.Dialog;

/// <summary>The content of a reply.</summary>
/// <param name="Markdown">CommonMark with GFM extensions. When empty, nothing is sent.</param>
/// <param name="Footnote">A short plain remark by the bot, shown under the answer, in the user's language; null for none.</param>
public sealed record Reply(string Markdown, string? Footnote = null)
{
    /// <summary>Rows of buttons under the last text message; null for none.</summary>
    public IReadOnlyList<IReadOnlyList<ReplyButton>>? Buttons { get; init; }

    /// <summary>Files sent after the text, one message each; null for none.</summary>
    public IReadOnlyList<ReplyDocument>? Documents { get; init; }
}

/// <summary>A button under a reply.</summary>
/// <param name="Text">The label.</param>
/// <param name="Data">Returned in <see cref="ButtonPress.Data"/> when pressed; 1–64 bytes of UTF-8.</param>
public sealed record ReplyButton(string Text, string Data);

/// <summary>A file sent with a reply.</summary>
/// <param name="FileName">The name shown to the user.</param>
/// <param name="MediaType">For instance <c>text/markdown</c>.</param>
/// <param name="Path">The dialog endpoint that serves the bytes, without a leading slash.</param>
public sealed record ReplyDocument(string FileName, string MediaType, string Path);
