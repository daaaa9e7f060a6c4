using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>How an answer's events ended.</summary>
internal abstract record AnswerEnd
{
    private AnswerEnd()
    {
    }

    /// <param name="Reply">What to deliver.</param>
    /// <param name="Begun">A turn that this one began and that is to be delivered after it; null for none.</param>
    public sealed record Replied(Reply Reply, TurnRef? Begun = null) : AnswerEnd;

    /// <summary>All of it has been delivered before.</summary>
    public sealed record Delivered : AnswerEnd;

    /// <summary>Another ingress delivers it.</summary>
    public sealed record Taken : AnswerEnd;

    /// <summary>Dialog does not know the turn any more.</summary>
    public sealed record Forgotten : AnswerEnd;
}
