using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;

namespace WisdomWave.Ingress.Receiving;

/// <summary>An update as far as the bot cares. A closed set. Its number rises; 0 when even that could not be read.</summary>
internal abstract record IncomingUpdate(long Id, UpdateKind Kind)
{
    /// <summary>The kinds that Telegram is asked for. Edited messages join when a changed question is answered again.</summary>
    public static IReadOnlyList<string> Wanted { get; } = ["message", "callback_query", "stopped_message_generation"];

    /// <summary>Never throws: whatever does not look like an update is <see cref="Ignored"/>.</summary>
    public static IncomingUpdate Read(JsonElement json, BotIdentity bot)
    {
        var id = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("update_id", out var number) && number.TryGetId(out var value) ? value : 0;
        try
        {
            return json.Deserialize<Update>(JsonBotAPI.Options) switch
            {
                { Message: { } message } when InboundMessages.From(id, message, bot) is { } inbound => new Addressed(id, inbound),
                { Message: not null } => new Ignored(id, UpdateKind.Unaddressed),
                { CallbackQuery: { } press } => new Button(id, press.Id, press.Data ?? ""),
                { StoppedMessageGeneration: { } stopped } => new StoppedDraft(id, stopped.Chat.Id, stopped.DraftId),
                _ => new Ignored(id, UpdateKind.Skipped),
            };
        }
        // The library's converters throw what they like on what Telegram never sends.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Ignored(id, UpdateKind.Malformed);
        }
    }

    public sealed record Addressed(long Id, InboundMessage Message) : IncomingUpdate(Id, UpdateKind.Addressed);

    public sealed record Button(long Id, string PressId, string Data) : IncomingUpdate(Id, UpdateKind.Button);

    public sealed record StoppedDraft(long Id, long ChatId, long DraftId) : IncomingUpdate(Id, UpdateKind.Button);

    public sealed record Ignored(long Id, UpdateKind Kind) : IncomingUpdate(Id, Kind);
}

file static class UpdateIds
{
    public static bool TryGetId(this JsonElement json, out long id)
    {
        id = 0;
        return json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out id);
    }
}
