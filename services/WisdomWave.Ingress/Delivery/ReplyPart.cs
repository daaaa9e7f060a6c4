using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Delivery;

/// <summary>The content of one message of a reply.</summary>
internal abstract record ReplyPart
{
    private ReplyPart()
    {
    }

    public sealed record Text(ShownText Shown) : ReplyPart;

    /// <summary>The whole answer as a file, when its messages only show the beginning.</summary>
    public sealed record Whole(string FileName, string Markdown) : ReplyPart;

    /// <summary>A file served by dialog.</summary>
    public sealed record File(ReplyDocument Document) : ReplyPart;

    /// <summary>The parts of a reply. Deterministic, so that part numbers stay valid after a restart.</summary>
    /// <param name="isPlain">Shows the Markdown source without formatting.</param>
    /// <param name="now">The date in file names.</param>
    public static IReadOnlyList<ReplyPart> Of(Reply reply, bool isPlain, DateTimeOffset now)
    {
        var messages = ReplyRenderer.Render(reply, isPlain, out var isCut);
        var parts = messages
            .Select((text, i) => (ReplyPart)new Text(new ShownText(text, i == messages.Count - 1 ? reply.Buttons : null)))
            .ToList();
        if (isCut)
            parts.Add(new Whole(AnswerFileName.Of(reply.Markdown, now), reply.Markdown));
        parts.AddRange((reply.Documents ?? []).Select(document => new File(document)));
        return parts;
    }
}

/// <summary>A message's text and buttons. Compared by value.</summary>
internal sealed record ShownText(FormattedText Text, IReadOnlyList<IReadOnlyList<ReplyButton>>? Buttons = null)
{
    public bool Equals(ShownText? other) => other is not null && Text.Equals(other.Text) && Flat(Buttons).SequenceEqual(Flat(other.Buttons));

    public override int GetHashCode() => Text.GetHashCode();

    // Null marks the end of a row.
    private static IEnumerable<ReplyButton?> Flat(IReadOnlyList<IReadOnlyList<ReplyButton>>? rows) => (rows ?? []).SelectMany(row => row.Append(null));
}
