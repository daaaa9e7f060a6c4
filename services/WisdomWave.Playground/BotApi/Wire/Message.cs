namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A message of any kind (core.telegram.org/bots/api#message). Edits replace the record.</summary>
public sealed record Message
{
    public required int MessageId { get; init; }
    public int? MessageThreadId { get; init; }
    public User? From { get; init; }

    /// <summary>The group itself when an admin writes anonymously.</summary>
    public Chat? SenderChat { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Date { get; init; }

    public required Chat Chat { get; init; }

    /// <summary>Unix seconds of the last edit.</summary>
    public long? EditDate { get; init; }

    /// <summary>Who wrote it first, when it was passed on.</summary>
    public MessageOrigin? ForwardOrigin { get; init; }

    public bool? IsTopicMessage { get; init; }
    public Message? ReplyToMessage { get; init; }
    public string? MediaGroupId { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<MessageEntity>? Entities { get; init; }
    public string? Caption { get; init; }
    public IReadOnlyList<MessageEntity>? CaptionEntities { get; init; }
    public Document? Document { get; init; }
    public IReadOnlyList<PhotoSize>? Photo { get; init; }
    public Voice? Voice { get; init; }
    public Audio? Audio { get; init; }
    public InlineKeyboardMarkup? ReplyMarkup { get; init; }
    public IReadOnlyList<User>? NewChatMembers { get; init; }
    public User? LeftChatMember { get; init; }
    public Message? PinnedMessage { get; init; }
    public long? MigrateToChatId { get; init; }
    public long? MigrateFromChatId { get; init; }
    public ForumTopic? ForumTopicCreated { get; init; }

    /// <summary>Reactions the bot has set. Not a Bot API field: the chat page shows them.</summary>
    public IReadOnlyList<string>? BotReactions { get; init; }
}
