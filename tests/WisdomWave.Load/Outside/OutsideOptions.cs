using System.Text.Json.Serialization;

namespace WisdomWave.Load.Outside;

/// <summary>The configuration of the outside process, passed as one JSON argument.</summary>
internal sealed record OutsideOptions
{
    public int Port { get; init; }

    public TimeSpan ModelTime { get; init; }

    public int Chunks { get; init; }

    public int AnswerLength { get; init; }

    /// <summary>The bots, which share the chats among themselves.</summary>
    public int Bots { get; init; } = 1;

    /// <summary>Whether a prompt may lack the oldest turns of its chat.</summary>
    public bool MayTrim { get; init; }

    /// <summary>The address of completion if people ask it directly; null if they ask the bot.</summary>
    public Uri? Completion { get; init; }

    /// <summary>How many different questions completion is asked; 0 if each one is new.</summary>
    public int Questions { get; init; }

    /// <summary>Connections to count: each listens on one port and forwards to another.</summary>
    public List<LinkOptions> Links { get; init; } = [];
}

internal sealed record LinkOptions(string Name, int From, int To);

/// <summary>How questions are asked.</summary>
internal sealed record LoadPlan
{
    /// <summary>Questions a second, answered or not (open loop); 0: each conversation asks when it has its answer (closed loop).</summary>
    public double Rate { get; init; }

    /// <summary>Conversations at the same time, in a closed loop.</summary>
    public int Conversations { get; init; }

    /// <summary>Turns of a chat before another chat replaces it, so that histories stay short.</summary>
    public int Turns { get; init; }

    /// <summary>A conversation of a closed loop that waits longer continues in another chat.</summary>
    public TimeSpan Patience { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OutsideOptions))]
[JsonSerializable(typeof(LoadPlan))]
[JsonSerializable(typeof(OutsideSample))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(double))]
internal sealed partial class OutsideJson : JsonSerializerContext;
