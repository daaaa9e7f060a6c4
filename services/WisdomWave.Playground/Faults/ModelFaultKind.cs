using System.Text.Json.Serialization;

namespace WisdomWave.Playground.Faults;

/// <summary>How a model call goes wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelFaultKind>))]
public enum ModelFaultKind
{
    /// <summary>An error with the body that the code has at OpenAI.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>A gateway's HTML page, 502 unless a status is given.</summary>
    [JsonStringEnumMemberName("html")]
    Html,

    /// <summary>No answer at all until the caller gives up.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>The stream stands still in the middle.</summary>
    [JsonStringEnumMemberName("stall")]
    Stall,

    /// <summary>The stream ends in the middle without a finish reason, properly closed.</summary>
    [JsonStringEnumMemberName("cut")]
    Cut,

    /// <summary>The connection is reset in the middle.</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,

    /// <summary><c>data: {"error": …}</c> in the middle.</summary>
    [JsonStringEnumMemberName("stream_error")]
    StreamError,

    /// <summary>Ends with finish_reason content_filter.</summary>
    [JsonStringEnumMemberName("content_filter")]
    ContentFilter,

    /// <summary>Ends with finish_reason length.</summary>
    [JsonStringEnumMemberName("length")]
    Length,

    /// <summary>A refusal instead of content.</summary>
    [JsonStringEnumMemberName("refusal")]
    Refusal,

    /// <summary>An answer of blanks and of characters that show nothing.</summary>
    [JsonStringEnumMemberName("blank")]
    Blank,

    /// <summary>A call of a tool, and no word.</summary>
    [JsonStringEnumMemberName("only_tools")]
    OnlyTools,

    /// <summary>Thoughts, and no word.</summary>
    [JsonStringEnumMemberName("only_reasoning")]
    OnlyReasoning,

    /// <summary>Thoughts until the room for the answer is used up: finish_reason length, and no word.</summary>
    [JsonStringEnumMemberName("no_room_left")]
    NoRoomLeft,

    /// <summary>The right answer after a long silence.</summary>
    [JsonStringEnumMemberName("slow_first_token")]
    SlowFirstToken,

    /// <summary>The right answer, which stands still in the middle until the faults are cleared: a test says when it goes on.</summary>
    [JsonStringEnumMemberName("hold")]
    Hold,
}
