namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>The bot's own standing in a chat has changed (blocked, added, promoted, removed).</summary>
public sealed record ChatMemberUpdated
{
    public required Chat Chat { get; init; }
    public required User From { get; init; }
    public required long Date { get; init; }
    public required ChatMember OldChatMember { get; init; }
    public required ChatMember NewChatMember { get; init; }
}
