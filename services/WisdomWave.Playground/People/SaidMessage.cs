using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.People;

/// <summary>What a person writes.</summary>
public sealed record SaidMessage
{
    public required long From { get; init; }
    public required string Text { get; init; }

    /// <summary>Formatting chosen by the person; commands, mentions and links are found by themselves.</summary>
    public IReadOnlyList<MessageEntity>? Entities { get; init; }

    public int? ReplyTo { get; init; }
    public int? MessageThreadId { get; init; }

    /// <summary>An admin writes in the group's name.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The language of the person's client from now on.</summary>
    public string? LanguageCode { get; init; }
}
