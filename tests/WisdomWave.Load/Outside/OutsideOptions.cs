namespace WisdomWave.Load.Outside;

/// <summary>What the process outside the application is told at its start, as one JSON argument.</summary>
internal sealed record OutsideOptions
{
    public int Port { get; init; }

    public TimeSpan ModelTime { get; init; }

    public int Chunks { get; init; }

    public int AnswerLength { get; init; }

    /// <summary>Connections to count: each listens on one port and hands on to another.</summary>
    public List<LinkOptions> Links { get; init; } = [];
}

internal sealed record LinkOptions(string Name, int From, int To);
