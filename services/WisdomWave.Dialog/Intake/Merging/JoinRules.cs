namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>Which messages are one question.</summary>
internal static class JoinRules
{
    /// <summary>As many as Telegram forwards at once.</summary>
    private const int MostForwards = 100;

    /// <summary>What is joined is no longer than what a message may be (<see cref="InboundMessageRules"/>).</summary>
    private const int LongestQuestion = 200_000;

    /// <summary>A client sends the pieces of a text one after the other; a person does not write that fast.</summary>
    private static readonly TimeSpan BetweenPieces = TimeSpan.FromSeconds(3);

    /// <summary>Telegram's clock shows whole seconds: what was sent together may stand on both sides of one.</summary>
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(1);

    /// <summary>Whether more is to be expected after the last of the parts.</summary>
    public static bool ExpectMore(IReadOnlyList<QuestionPart> parts, JoiningOptions options) =>
        parts[^1] is var last
        && parts.Count < Most(last, options)
        && (last.AlbumId is not null || last.IsForward || last.IsFollowedByForward || (last.IsPlain && last.Length >= options.FullPart));

    /// <summary>Whether the next message goes on with the parts.</summary>
    public static bool GoesOn(IReadOnlyList<QuestionPart> parts, QuestionPart next, JoiningOptions options)
    {
        var last = parts[^1];
        if (parts.Count >= Most(next, options) || parts.Sum(part => part.Text.Length) + next.Text.Length > LongestQuestion)
            return false;
        if (next.AlbumId is { } album && album == last.AlbumId)
            return true;

        // Also after a comment: the client sends it just before what it forwards.
        var apart = (next.SentAt - last.SentAt).Duration();
        if (next.IsForward)
            return apart <= SameMoment && (last.IsForward || last.IsPlain);

        return next.IsPlain && last.IsPlain && last.Length >= options.FullPart && apart <= BetweenPieces;
    }

    private static int Most(QuestionPart part, JoiningOptions options) => part.IsForward ? MostForwards : options.MaxParts;
}
