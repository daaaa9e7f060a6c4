namespace WisdomWave.Contracts.Dialog;

/// <summary>Where a conversation takes place.</summary>
/// <param name="Id">Telegram's chat number; negative for groups.</param>
/// <param name="Kind">Private chats and groups have different rules of addressing and settings.</param>
/// <param name="TopicId">The forum topic's number; null outside forums and for the General topic, whose number sends must leave out.</param>
public sealed record ChatAddress(long Id, ChatKind Kind, int? TopicId = null);
