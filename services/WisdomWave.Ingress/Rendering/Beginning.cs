namespace WisdomWave.Ingress.Rendering;

/// <summary>The first words of a message whose whole text follows.</summary>
internal static class Beginning
{
    // What a notification shows of a message.
    private const int Length = 80;

    /// <summary>At most 80 UTF-16 units, cut like a message that is too long, and a sign that more comes.</summary>
    public static FormattedText Of(FormattedText whole)
    {
        var first = MessageSplitter.Split(whole, MessageLimits.Telegram with { Length = Length }, most: 1)[0];
        return first with { Text = first.Text + " …" };
    }
}
