namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A message of any kind (core.telegram.org/bots/api#message). An edit replaces the record.</summary>
public sealed record Message
{
    public required int MessageId { get; init; }
    public int? MessageThreadId { get; init; }
    public User? From { get; init; }

    /// <summary>The group itself if an admin writes anonymously.</summary>
    public Chat? SenderChat { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Date { get; init; }

    public required Chat Chat { get; init; }

    /// <summary>Unix seconds of the last edit.</summary>
    public long? EditDate { get; init; }

    /// <summary>The original author of a forwarded message.</summary>
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

    /// <summary>The reactions that the bot has set. Not a Bot API field; the chat page shows them.</summary>
    public IReadOnlyList<string>? BotReactions { get; init; }
}

/// <summary>A formatted or clickable part of a text; offset and length count UTF-16 code units.</summary>
public sealed record MessageEntity
{
    /// <summary><c>bold</c>, <c>pre</c>, <c>text_link</c>, … (core.telegram.org/bots/api#messageentity).</summary>
    public required string Type { get; init; }

    public required int Offset { get; init; }
    public required int Length { get; init; }
    public string? Url { get; init; }
    public User? User { get; init; }
    public string? Language { get; init; }
    public string? CustomEmojiId { get; init; }
}

/// <summary>The original author of a forwarded message (core.telegram.org/bots/api#messageorigin).</summary>
public sealed record MessageOrigin
{
    /// <summary><c>user</c>, <c>hidden_user</c>, <c>chat</c> or <c>channel</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Unix seconds of the original message.</summary>
    public required long Date { get; init; }

    public User? SenderUser { get; init; }
    public string? SenderUserName { get; init; }
    public Chat? SenderChat { get; init; }
    public Chat? Chat { get; init; }
    public int? MessageId { get; init; }
}

/// <summary>A topic of a forum, as in <c>forum_topic_created</c>.</summary>
public sealed record ForumTopic
{
    public required string Name { get; init; }
    public int IconColor { get; init; } = 7322096;
    public int? MessageThreadId { get; init; }
}

/// <summary>The message that a sent message replies to.</summary>
public sealed record ReplyParameters
{
    public int? MessageId { get; init; }
    public bool AllowSendingWithoutReply { get; init; }
}

/// <summary>A reaction to a message.</summary>
public sealed record ReactionType
{
    /// <summary><c>emoji</c>, <c>custom_emoji</c> or <c>paid</c>.</summary>
    public required string Type { get; init; }

    public string? Emoji { get; init; }
}
