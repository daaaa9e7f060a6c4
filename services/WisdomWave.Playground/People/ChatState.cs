using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>A chat with its newest messages, oldest first.</summary>
public sealed record ChatState
{
    public required Chat Chat { get; init; }

    /// <summary>The bot of a private chat.</summary>
    public long? BotId { get; init; }

    public required IReadOnlyList<Member> Members { get; init; }
    public required IReadOnlyList<ForumTopic> Topics { get; init; }
    public required IReadOnlyList<Message> Messages { get; init; }
    public required IReadOnlyList<Draft> Drafts { get; init; }
    public Message? PinnedMessage { get; init; }
    public required bool Blocked { get; init; }
}
