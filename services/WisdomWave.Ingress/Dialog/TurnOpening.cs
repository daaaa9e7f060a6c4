namespace WisdomWave.Ingress.Dialog;

/// <summary>What dialog says to a message or to a turn that is joined again.</summary>
internal abstract record TurnOpening
{
    private TurnOpening()
    {
    }

    /// <summary>It is on disk, and its events follow.</summary>
    public sealed record Accepted(TurnStream Stream) : TurnOpening;

    /// <summary>Never acceptable: asking again would not help.</summary>
    public sealed record Refused(int Status) : TurnOpening;

    /// <summary>500: dialog met a bug, perhaps with this one alone. Asking again may help.</summary>
    public sealed record Failed : TurnOpening;

    /// <summary>Dialog cannot be reached or cannot answer now.</summary>
    public sealed record Away : TurnOpening;
}
