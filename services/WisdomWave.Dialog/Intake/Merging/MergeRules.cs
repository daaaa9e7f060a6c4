namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>Decides which messages form one question.</summary>
internal static class MergeRules
{
    /// <summary>Telegram forwards at most this many messages at once.</summary>
    private const int MaxForwards = 100;

    /// <summary>The same limit as for one message (<see cref="InboundMessageRules"/>).</summary>
    private const int MaxLength = 200_000;

    /// <summary>A client sends the pieces of a long text at once; a person does not write another full message that fast.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(3);

    /// <summary>Telegram's timestamps are whole seconds, so messages sent together may differ by one.</summary>
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(1);

    /// <summary>Whether another message probably follows the last part.</summary>
    public static bool ExpectMore(IReadOnlyList<QuestionPart> parts, MergingOptions options) =>
        parts[^1] is var last
        && parts.Count < MaxParts(last, options)
        && (last.AlbumId is not null || last.IsForward || last.IsFollowedByForward || (last.IsPlain && last.Length >= options.FullPart));

    /// <summary>Whether the next message belongs to the same question.</summary>
    public static bool Continues(IReadOnlyList<QuestionPart> parts, QuestionPart next, MergingOptions options)
    {
        var last = parts[^1];
        if (parts.Count >= MaxParts(next, options) || parts.Sum(part => part.Text.Length) + next.Text.Length > MaxLength)
            return false;
        if (next.AlbumId is { } album && album == last.AlbumId)
            return true;

        // A comment counts too: the client sends it just before the messages that it forwards.
        var apart = (next.SentAt - last.SentAt).Duration();
        if (next.IsForward)
            return apart <= SameMoment && (last.IsForward || last.IsPlain);

        return next.IsPlain && last.IsPlain && last.Length >= options.FullPart && apart <= MaxPause;
    }

    private static int MaxParts(QuestionPart part, MergingOptions options) => part.IsForward ? MaxForwards : options.MaxParts;
}
