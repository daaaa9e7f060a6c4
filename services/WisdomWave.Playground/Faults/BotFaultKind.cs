using System.Text.Json.Serialization;

namespace WisdomWave.Playground.Faults;

/// <summary>How a Bot API call goes wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BotFaultKind>))]
public enum BotFaultKind
{
    /// <summary>An error answer; nothing is done.</summary>
    [JsonStringEnumMemberName("answer")]
    Answer,

    /// <summary>The connection is cut before anything is done.</summary>
    [JsonStringEnumMemberName("cut")]
    Cut,

    /// <summary>The call is carried out, then the connection is cut: the caller cannot know.</summary>
    [JsonStringEnumMemberName("cut_after")]
    CutAfter,

    /// <summary>Nothing is done, and no answer comes until the caller gives up.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>The call is carried out, but no answer comes until the caller gives up.</summary>
    [JsonStringEnumMemberName("hang_after")]
    HangAfter,

    /// <summary>The right answer, late.</summary>
    [JsonStringEnumMemberName("delay")]
    Delay,
}
