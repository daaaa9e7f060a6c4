using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

[JsonConverter(typeof(JsonStringEnumConverter<NoticeKind>))]
public enum NoticeKind
{
    /// <summary>The model has been asked; typing may be shown.</summary>
    Thinking,

    /// <summary>The model could not be reached and is asked again; what was streamed so far is void, the text starts anew.</summary>
    StartedAnew,
}
