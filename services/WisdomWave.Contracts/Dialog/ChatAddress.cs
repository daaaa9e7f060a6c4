using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>Where a conversation takes place.</summary>
/// <param name="Id">Telegram's chat id; negative for groups.</param>
/// <param name="TopicId">The forum topic's id; null outside forums and in the General topic, whose id Telegram rejects in requests.</param>
public sealed record ChatAddress(long Id, ChatKind Kind, int? TopicId = null);

[JsonConverter(typeof(JsonStringEnumConverter<ChatKind>))]
public enum ChatKind
{
    Private,

    /// <summary>A group or supergroup.</summary>
    Group,
}
