namespace WisdomWave.Ingress.Bots;

/// <summary>Why Telegram did not do what it was asked, classed by what to do next.</summary>
internal enum TelegramFailureKind
{
    /// <summary>Wait as long as it says, in that chat.</summary>
    FloodWait,

    /// <summary>The network, a 5xx or an unreadable answer: try again, more and more slowly.</summary>
    Unavailable,

    /// <summary>The token is not a bot's, for now or for good: ask again, slowly.</summary>
    Unauthorized,

    /// <summary>Somebody else receives this bot's updates: wait until they stop.</summary>
    Conflict,

    /// <summary>A webhook is left from earlier, and with one updates cannot be fetched: take it away.</summary>
    WebhookIsSet,

    /// <summary>Blocked, kicked, no right to write: this chat is closed to the bot.</summary>
    ChatClosed,

    /// <summary>The group has become a supergroup: go on there.</summary>
    Migrated,

    /// <summary>The edit changed nothing: done.</summary>
    NotModified,

    /// <summary>The message to edit has been deleted: send it anew.</summary>
    MessageGone,

    /// <summary>The topic has been deleted: send outside of it.</summary>
    TopicGone,

    /// <summary>The message to reply to has been deleted: send without it.</summary>
    ReplyGone,

    /// <summary>Any other 400: the text or its formatting is not to Telegram's taste.</summary>
    BadRequest,
}
