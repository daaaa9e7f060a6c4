namespace WisdomWave.Contracts.Dialog;

/// <summary>A message that another one replies to.</summary>
/// <param name="MessageId">Telegram's number of it.</param>
/// <param name="Text">Its text, or the part that the person quoted.</param>
/// <param name="FromBot">Whether this bot wrote it: then its text is in the history already.</param>
public sealed record QuotedMessage(int MessageId, string Text, bool FromBot);
