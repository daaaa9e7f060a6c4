using System.Text.Json.Serialization;

namespace WisdomWave.Playground.Faults;

/// <summary>
/// A fault for the next model calls. A condition that is null matches every call. Embeddings and transcriptions do not stream: a fault
/// in mid-stream fails such a call with the error of <see cref="Code"/>.
/// </summary>
public sealed record ModelFault
{
    /// <summary>Matches only calls of this model.</summary>
    public string? Model { get; init; }

    /// <summary>Matches only calls whose last message contains this text.</summary>
    public string? Contains { get; init; }

    /// <summary>The number of matching calls that succeed first.</summary>
    public int Skip { get; init; }

    /// <summary>The number of calls that fail.</summary>
    public int Times { get; init; } = 1;

    public ModelFaultKind Kind { get; init; }

    /// <summary>
    /// For <see cref="ModelFaultKind.Error"/>: <c>context_length_exceeded</c>, <c>insufficient_quota</c>,
    /// <c>rate_limit_exceeded</c>, <c>invalid_api_key</c>, <c>model_not_found</c>,
    /// <c>unsupported_country_region_territory</c>, <c>request_too_large</c>, <c>server_error</c>.
    /// </summary>
    public string Code { get; init; } = "server_error";

    /// <summary>Overrides the code's HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>Seconds, for the Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The number of chunks before a failure in mid-stream.</summary>
    public int AfterChunks { get; init; } = 3;

    /// <summary>The delay of <see cref="ModelFaultKind.SlowFirstToken"/>.</summary>
    public int DelayMs { get; init; }
}

/// <summary>How a model call fails.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelFaultKind>))]
public enum ModelFaultKind
{
    /// <summary>An error with OpenAI's body for the code.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>A gateway's HTML page, with status 502 by default.</summary>
    [JsonStringEnumMemberName("html")]
    Html,

    /// <summary>No answer at all until the caller disconnects.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>The stream stalls in the middle.</summary>
    [JsonStringEnumMemberName("stall")]
    Stall,

    /// <summary>The stream is closed properly in the middle, without a finish reason.</summary>
    [JsonStringEnumMemberName("cut")]
    Cut,

    /// <summary>The connection is reset in the middle.</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,

    /// <summary>The stream contains <c>data: {"error": …}</c> in the middle.</summary>
    [JsonStringEnumMemberName("stream_error")]
    StreamError,

    /// <summary>The answer ends with finish_reason content_filter.</summary>
    [JsonStringEnumMemberName("content_filter")]
    ContentFilter,

    /// <summary>The answer ends with finish_reason length.</summary>
    [JsonStringEnumMemberName("length")]
    Length,

    /// <summary>A refusal instead of content.</summary>
    [JsonStringEnumMemberName("refusal")]
    Refusal,

    /// <summary>The answer has only blanks and invisible characters.</summary>
    [JsonStringEnumMemberName("blank")]
    Blank,

    /// <summary>The answer has only a tool call and no text.</summary>
    [JsonStringEnumMemberName("only_tools")]
    OnlyTools,

    /// <summary>The answer has only reasoning and no text.</summary>
    [JsonStringEnumMemberName("only_reasoning")]
    OnlyReasoning,

    /// <summary>Reasoning uses up all output tokens: finish_reason length, and no text.</summary>
    [JsonStringEnumMemberName("no_room_left")]
    NoRoomLeft,

    /// <summary>The normal answer after a long delay.</summary>
    [JsonStringEnumMemberName("slow_first_token")]
    SlowFirstToken,

    /// <summary>The normal answer, which pauses in the middle until the fault is cleared, so that a test decides when it continues.</summary>
    [JsonStringEnumMemberName("hold")]
    Hold,
}
