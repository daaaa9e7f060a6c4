using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Dialog;

/// <summary>What became of a press on a button.</summary>
internal abstract record PressReply
{
    private PressReply()
    {
    }

    public sealed record Taken(PressOutcome Outcome) : PressReply;

    /// <summary>Never acceptable: asking again would not help.</summary>
    public sealed record Refused(int Status) : PressReply;

    /// <summary>Dialog cannot be reached or cannot answer now.</summary>
    public sealed record Away : PressReply;
}
