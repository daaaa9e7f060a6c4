namespace WisdomWave.Load.Outside;

/// <summary>How questions are asked.</summary>
internal sealed record LoadPlan
{
    /// <summary>Questions a second whatever becomes of them (open loop); 0: each conversation asks when it has its answer (closed loop).</summary>
    public double Rate { get; init; }

    /// <summary>Conversations at the same time, in a closed loop.</summary>
    public int Conversations { get; init; }

    /// <summary>Turns of a chat before another chat takes its place, so that histories stay short.</summary>
    public int Turns { get; init; }

    /// <summary>A conversation of a closed loop that waits longer goes on in another chat.</summary>
    public TimeSpan Patience { get; init; }
}
