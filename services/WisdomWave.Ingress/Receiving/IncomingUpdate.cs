using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;

namespace WisdomWave.Ingress.Receiving;

/// <summary>An update as far as the bot cares. A closed set. Its number rises; 0 when even that could not be read, and then it is malformed.</summary>
internal abstract record IncomingUpdate(long Id, UpdateKind Kind)
{
    /// <summary>The message that it brings, whomever that concerns; null for other news.</summary>
    public (long ChatId, int MessageId)? Seen { get; private init; }

    /// <summary>It concerns nobody, as far as the bot's name is known: it mentions a bot of another name.</summary>
    public bool MayMeanUs { get; private init; }

    /// <summary>The kinds that Telegram is asked for.</summary>
    public static IReadOnlyList<string> Wanted { get; } = ["message", "edited_message", "callback_query", "stopped_message_generation"];

    /// <summary>Telegram forgets updates after a day. What is older all the same would be answered to somebody who has long given up.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Never throws: whatever does not look like an update is <see cref="Ignored"/>.</summary>
    public static IncomingUpdate Read(RawUpdate raw, BotIdentity bot, AddressedBefore before, DateTimeOffset now)
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
                ? read with { Seen = (brought.Chat.Id, brought.Id), MayMeanUs = read.Kind == UpdateKind.Unaddressed && Mentions.HaveUnknownBot(brought, bot) }
                : read;
        }
        // The library's converters throw what they like on what Telegram never sends.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Ignored(id, UpdateKind.Malformed);
        }

        IncomingUpdate AddressedOr(InboundMessage message, DateTime written) =>
            now - DateTime.SpecifyKind(written, DateTimeKind.Utc) > LongestWait ? new Ignored(id, UpdateKind.TooOld) : new Addressed(id, message);
    }

    // Games and messages of inline mode have no data or no chat.
    private static ButtonPress? PressOf(long id, CallbackQuery query, BotIdentity bot) =>
        query is { Message: { } message, Data: { Length: > 0 } data }
            ? new ButtonPress
            {
                Bot = bot,
                UpdateId = id,
                Chat = ChatAddresses.Of(message),
                From = People.Of(query.From),
                MessageId = message.Id,
                Data = data,
            }
            : null;

    public sealed record Addressed(long Id, InboundMessage Message) : IncomingUpdate(Id, UpdateKind.Addressed);

    /// <param name="Id">The update's number.</param>
    /// <param name="QueryId">What Telegram wants to be answered.</param>
    /// <param name="Press">Without the person's rights, which are looked up outside; null when there is nothing that dialog could do about it.</param>
    public sealed record Button(long Id, string QueryId, ButtonPress? Press) : IncomingUpdate(Id, UpdateKind.Button);

    /// <summary>A group became a supergroup, which has another number.</summary>
    public sealed record Moved(long Id, long ChatId, long NewChatId) : IncomingUpdate(Id, UpdateKind.Moved);

    public sealed record StoppedDraft(long Id, long ChatId, long DraftId) : IncomingUpdate(Id, UpdateKind.Button);

    public sealed record Ignored(long Id, UpdateKind Kind) : IncomingUpdate(Id, Kind);
}
