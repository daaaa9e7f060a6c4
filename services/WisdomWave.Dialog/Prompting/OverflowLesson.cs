using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Prompting;

/// <summary>How much a model takes, from what its server said of a prompt that did not fit.</summary>
internal static class OverflowLesson
{
    // Tokens are counted here with one encoding and there with another, which differ from text to text.
    private const double Margin = 0.95;

    /// <param name="overflow">The server's numbers, in its tokens.</param>
    /// <param name="prompt">Of the prompt that was sent, in ours.</param>
    /// <param name="room">For answer and thoughts, that were asked for.</param>
    /// <returns>A limit for prompt and room together in our tokens, below what was sent.</returns>
    public static int LimitFrom(ContextOverflow? overflow, int prompt, int room)
    {
        var sent = prompt + room;
        if (overflow?.Limit is not { } limit)
            return sent / 2;

        // What was requested is the prompt alone with some servers, with others the prompt and the room.
        var share = overflow.Requested is { } requested && requested > 0
            ? (double)(Math.Abs(requested - sent) < Math.Abs(requested - prompt) ? sent : prompt) / requested
            : 1;
        var ours = (int)(limit * Math.Min(1, share) * (share < 1 ? Margin : 1));
        return ours < sent ? ours : sent / 2;
    }
}
