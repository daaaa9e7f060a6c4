namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>One incoming event for a bot; exactly one of the optional properties is set.</summary>
public sealed record Update
{
    public int UpdateId { get; init; }
    public Message? Message { get; init; }
    public Message? EditedMessage { get; init; }
    public CallbackQuery? CallbackQuery { get; init; }
    public ChatMemberUpdated? MyChatMember { get; init; }
    public MessageGenerationStopped? StoppedMessageGeneration { get; init; }
}

/// <summary>A press of an inline button.</summary>
public sealed record CallbackQuery
{
    public required string Id { get; init; }
    public required User From { get; init; }
    public required Message Message { get; init; }
    public required string ChatInstance { get; init; }
    public string? Data { get; init; }
}

/// <summary>The bot's own status in a chat has changed (blocked, added, promoted, removed).</summary>
public sealed record ChatMemberUpdated
{
    public required Chat Chat { get; init; }
    public required User From { get; init; }
    public required long Date { get; init; }
    public required ChatMember OldChatMember { get; init; }
    public required ChatMember NewChatMember { get; init; }
}

/// <summary>A person pressed Stop on a draft (Bot API 10.3).</summary>
public sealed record MessageGenerationStopped
{
    public required Chat Chat { get; init; }
    public int? MessageThreadId { get; init; }
    public required long DraftId { get; init; }
}
