using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>Everything that the chat page shows.</summary>
public sealed record PlaygroundState
{
    /// <summary>Changes with every start.</summary>
    public required string Instance { get; init; }

    /// <summary>Whether the playground simulates Telegram.</summary>
    public required bool SimulatesTelegram { get; init; }

    /// <summary>Whether the playground simulates the model.</summary>
    public required bool SimulatesOpenAi { get; init; }

    public required Settings Settings { get; init; }
    public required IReadOnlyList<BotState> Bots { get; init; }
    public required IReadOnlyList<User> People { get; init; }
    public required IReadOnlyList<ChatState> Chats { get; init; }
}

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

/// <summary>A bot on the chat page.</summary>
public sealed record BotState
{
    public required User User { get; init; }
    public required bool PrivacyMode { get; init; }

    /// <summary>Whether it polls or has a webhook.</summary>
    public required bool Online { get; init; }

    public required string Description { get; init; }
}

/// <summary>A member of a chat.</summary>
public sealed record Member
{
    public required User User { get; init; }
    public required string Status { get; init; }
}

/// <summary>Settings of the running playground; null keeps a setting unchanged.</summary>
public sealed record Settings
{
    /// <summary>Milliseconds between two pieces of a streamed answer.</summary>
    public double? TokenDelayMs { get; init; }

    /// <summary>Whether Telegram's sending limits apply.</summary>
    public bool? FloodLimits { get; init; }
}
