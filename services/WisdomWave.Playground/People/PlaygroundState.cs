using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.People;

/// <summary>Everything the chat page shows.</summary>
public sealed record PlaygroundState
{
    /// <summary>Differs after every start.</summary>
    public required string Instance { get; init; }

    /// <summary>The playground takes Telegram's place.</summary>
    public required bool StandsInForTelegram { get; init; }

    /// <summary>The playground takes the model's place.</summary>
    public required bool StandsInForOpenAi { get; init; }

    public required Settings Settings { get; init; }
    public required IReadOnlyList<BotState> Bots { get; init; }
    public required IReadOnlyList<User> People { get; init; }
    public required IReadOnlyList<ChatState> Chats { get; init; }
}
