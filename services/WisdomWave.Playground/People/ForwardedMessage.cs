namespace WisdomWave.Playground.People;

/// <summary>A person passes a message on to the chat in the address.</summary>
public sealed record ForwardedMessage
{
    public required long From { get; init; }
    public required int MessageId { get; init; }

    /// <summary>The chat that the message is in; null for the one in the address.</summary>
    public long? FromChatId { get; init; }

    /// <summary>The bot of that chat, when it is private and not the page's bot's.</summary>
    public long? FromBotId { get; init; }

    public int? MessageThreadId { get; init; }

    /// <summary>The first author does not let others link to them.</summary>
    public bool Hidden { get; init; }
}
