namespace WisdomWave.Contracts.Dialog;

/// <summary>What one admin is to hear of a start, sent once at most and given up where the chat takes nothing.</summary>
/// <param name="ChatId">The admin's private chat, which may not be open to the bot.</param>
/// <param name="Text">Plain, one message.</param>
public sealed record StartNotice(long ChatId, string Text);
