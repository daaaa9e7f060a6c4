using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Delivery;

/// <summary>What one message of a reply holds.</summary>
internal abstract record ReplyPart
{
    private ReplyPart()
    {
    }

    public sealed record Text(ShownText Shown) : ReplyPart;

    /// <summary>The whole answer, when its messages show only the beginning.</summary>
    public sealed record Whole(string FileName, string Markdown) : ReplyPart;

    /// <summary>A file that dialog keeps.</summary>
    public sealed record File(ReplyDocument Document) : ReplyPart;

    /// <summary>The reply's parts in their order: always the same for the same reply, so that their numbers mean something after a restart.</summary>
    /// <param name="reply">What is to be shown.</param>
    /// <param name="isPlain">As it was written, without formatting.</param>
    /// <param name="now">Dates the files.</param>
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
