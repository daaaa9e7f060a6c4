using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;

namespace WisdomWave.Ingress.Receiving;

/// <summary>An update, reduced to what the bot uses. A closed set. Ids are ascending; 0 for a malformed update without a readable id.</summary>
internal abstract record IncomingUpdate(long Id, UpdateKind Kind)
{
    /// <summary>The chat and id of the update's message, whether or not it is addressed to the bot; null without a message.</summary>
    public (long ChatId, int MessageId)? Seen { get; private init; }

    /// <summary>True when the message is not addressed to the bot under its known name but mentions an unknown bot name.</summary>
    public bool MentionsUnknownBot { get; private init; }

    /// <summary>The update types requested from Telegram.</summary>
    public static IReadOnlyList<string> AllowedTypes { get; } = ["message", "edited_message", "callback_query", "stopped_message_generation"];

    /// <summary>Telegram discards updates after a day. The author of an older one no longer expects an answer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Never throws: unreadable updates become <see cref="Ignored"/>.</summary>
    public static IncomingUpdate Read(RawUpdate raw, BotIdentity bot, RecentlyAddressed before, DateTimeOffset now)
    {
        var id = raw.Id;
        if (id == 0 || !raw.IsReadable)
            return new Ignored(id, UpdateKind.Malformed);
        try
        {
            var update = JsonSerializer.Deserialize<Update>(raw.Json.Span, JsonBotAPI.Options);
            IncomingUpdate read = update switch
            {
                { Message: { MigrateToChatId: { } supergroup, Chat.Id: var group } } => new Moved(id, group, supergroup),
                { Message: { } message } when InboundMessages.From(id, message, bot, before) is { } inbound => AddressedOr(inbound, message.Date),
                { EditedMessage: { } message } when InboundMessages.From(id, message, bot, before, isEdit: true) is { } inbound =>
                    AddressedOr(inbound, message.EditDate ?? message.Date),
                { Message: not null } or { EditedMessage: not null } => new Ignored(id, UpdateKind.Unaddressed),
                { CallbackQuery: { } query } => new Button(id, query.Id, PressOf(id, query, bot)),
                { StoppedMessageGeneration: { } stopped } => new StoppedDraft(id, stopped.Chat.Id, stopped.DraftId),
                _ => new Ignored(id, UpdateKind.Skipped),
            };
            return (update?.Message ?? update?.EditedMessage) is { } brought
                ? read with { Seen = (brought.Chat.Id, brought.Id), MentionsUnknownBot = read.Kind == UpdateKind.Unaddressed && Mentions.IncludeUnknownBot(brought, bot) }
                : read;
        }
        // The library's converters throw various exceptions on malformed input.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Ignored(id, UpdateKind.Malformed);
        }

        IncomingUpdate AddressedOr(InboundMessage message, DateTime written) =>
            now - DateTime.SpecifyKind(written, DateTimeKind.Utc) > LongestWait ? new Ignored(id, UpdateKind.TooOld) : new Addressed(id, message);
    }

    // Game buttons have no data, and buttons of inline messages have no chat.
    private static ButtonPress? PressOf(long id, CallbackQuery query, BotIdentity bot) =>
        query is { Message: { } message, Data: { Length: > 0 } data }
            ? new ButtonPress
            {
                Bot = bot,
                UpdateId = id,
                Chat = ChatAddresses.Of(message),
                From = TelegramUsers.Of(query.From),
                MessageId = message.Id,
                Data = data,
            }
            : null;

    public sealed record Addressed(long Id, InboundMessage Message) : IncomingUpdate(Id, UpdateKind.Addressed);

    /// <param name="QueryId">The id to answer to Telegram.</param>
    /// <param name="Press">The press without the user's rights, which are looked up later; null when dialog cannot handle it.</param>
    public sealed record Button(long Id, string QueryId, ButtonPress? Press) : IncomingUpdate(Id, UpdateKind.Button);

    /// <summary>A group became a supergroup with a new id.</summary>
    public sealed record Moved(long Id, long ChatId, long NewChatId) : IncomingUpdate(Id, UpdateKind.Moved);

    public sealed record StoppedDraft(long Id, long ChatId, long DraftId) : IncomingUpdate(Id, UpdateKind.Button);

    public sealed record Ignored(long Id, UpdateKind Kind) : IncomingUpdate(Id, Kind);
}

/// <summary>How an update was handled; a metric label.</summary>
internal enum UpdateKind
{
    /// <summary>A message addressed to the bot.</summary>
    Addressed,

    /// <summary>A message among other people, or a service message.</summary>
    Unaddressed,

    /// <summary>A button press.</summary>
    Button,

    /// <summary>A group got a new id.</summary>
    Moved,

    /// <summary>An update type that the bot does not use.</summary>
    Skipped,

    /// <summary>A message to the bot that is older than a day.</summary>
    TooOld,

    /// <summary>Does not match the Bot API.</summary>
    Malformed,

    /// <summary>A message that dialog rejected.</summary>
    Refused,
}
