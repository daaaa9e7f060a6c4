using System.Text.Json.Serialization;

namespace WisdomWave.Playground.Faults;

/// <summary>A fault for the next Bot API calls. A null condition matches every call.</summary>
public sealed record BotFault
{
    /// <summary>A method's name, or <c>file</c> for a download.</summary>
    public string? Method { get; init; }

    public long? BotId { get; init; }
    public long? ChatId { get; init; }

    /// <summary>The number of matching calls that succeed first.</summary>
    public int Skip { get; init; }

    /// <summary>The number of calls that fail.</summary>
    public int Times { get; init; } = 1;

    public BotFaultKind Kind { get; init; }

    /// <summary>For <see cref="BotFaultKind.Answer"/>: the error code.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The error text; by default Telegram's text for that code.</summary>
    public string? Description { get; init; }

    /// <summary>Seconds, for 429.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The delay of <see cref="BotFaultKind.Delay"/>, or a delay before any other kind.</summary>
    public int DelayMs { get; init; }
}

/// <summary>How a Bot API call fails.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BotFaultKind>))]
public enum BotFaultKind
{
    /// <summary>An error is returned, and nothing is done.</summary>
    [JsonStringEnumMemberName("answer")]
    Answer,

    /// <summary>The connection is closed before anything is done.</summary>
    [JsonStringEnumMemberName("cut")]
    Cut,

    /// <summary>The call is executed, and then the connection is closed: the caller does not know the outcome.</summary>
    [JsonStringEnumMemberName("cut_after")]
    CutAfter,

    /// <summary>Nothing is done, and there is no answer until the caller disconnects.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>The call is executed, but there is no answer until the caller disconnects.</summary>
    [JsonStringEnumMemberName("hang_after")]
    HangAfter,

    /// <summary>The normal answer is delayed.</summary>
    [JsonStringEnumMemberName("delay")]
    Delay,
}
