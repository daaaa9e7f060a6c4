namespace WisdomWave.Contracts.Dialog;

/// <summary>What the person gets to read.</summary>
/// <param name="Markdown">CommonMark with GFM's extensions. Empty when there is nothing to say: then nothing is sent.</param>
/// <param name="Footnote">A short plain sentence of the bot's own to show under the answer, in the person's language.</param>
public sealed record Reply(string Markdown, string? Footnote = null)
{
    /// <summary>Rows of buttons under the last message of the text; null without buttons.</summary>
    public IReadOnlyList<IReadOnlyList<ReplyButton>>? Buttons { get; init; }

    /// <summary>Files that follow the text, each a message of its own; null without files.</summary>
    public IReadOnlyList<ReplyDocument>? Documents { get; init; }
}
