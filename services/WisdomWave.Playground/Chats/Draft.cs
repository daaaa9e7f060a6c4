using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.Chats;

/// <summary>A preview that a bot streams to a private chat. It disappears unless it is renewed (after 30 s in Telegram).</summary>
public sealed record Draft
{
    public required long BotId { get; init; }
    public required long DraftId { get; init; }
    public int? MessageThreadId { get; init; }

    /// <summary>Empty while the bot is thinking.</summary>
    public required string Text { get; init; }

    public IReadOnlyList<MessageEntity>? Entities { get; init; }

    /// <summary>Whether the person may press Stop.</summary>
    public bool CanStop { get; init; }

    /// <summary>Whether a stopped draft stays visible until it expires.</summary>
    public bool KeepOnStop { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
