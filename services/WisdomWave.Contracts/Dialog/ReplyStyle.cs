using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>How an answer is shown while it is being written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplyStyle>))]
public enum ReplyStyle
{
    /// <summary>A message that is edited.</summary>
    Edits,

    /// <summary>Telegram's message drafts, in private chats; elsewhere as <see cref="Edits"/>.</summary>
    Drafts,

    /// <summary>Not at all: it arrives when it is complete.</summary>
    Whole,
}
