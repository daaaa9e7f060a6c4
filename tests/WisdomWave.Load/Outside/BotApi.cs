using System.Buffers;
using System.Text.Json;

namespace WisdomWave.Load.Outside;

/// <summary>
/// The part of Telegram's Bot API that the application uses for texts in private chats. It keeps no messages, only which of them show
/// a complete answer, because it shares the machine with the measured services.
/// </summary>
internal sealed class BotApi(Ledger ledger, IReadOnlyList<UpdateQueue> updates)
{
    /// <summary>The id of the first bot; the others follow it.</summary>
    public const long FirstBot = 1_000_001;

    private const string User = ""","is_bot":true,"first_name":"Load","username":"load_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}""";

    private static readonly byte[] True = """{"ok":true,"result":true}"""u8.ToArray();
    private static readonly byte[] Webhook = """{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}"""u8.ToArray();
    private static readonly byte[] NotFound = """{"ok":false,"error_code":400,"description":"Bad Request: message to edit not found"}"""u8.ToArray();
    private static readonly byte[] NotModified = """{"ok":false,"error_code":400,"description":"Bad Request: message is not modified"}"""u8.ToArray();
    private static readonly byte[] Unknown = """{"ok":false,"error_code":404,"description":"Not Found"}"""u8.ToArray();

    /// <summary>The bots' users, as JSON.</summary>
    private readonly string[] _users = [.. Enumerable.Range(0, updates.Count).Select(bot => $$"""{"id":{{FirstBot + bot}}{{User}}""")];

    /// <param name="context">The call.</param>
    /// <param name="botId">From the token in the path.</param>
    /// <param name="method">As in the path.</param>
    public async Task CallAsync(HttpContext context, long botId, string method)
    {
        var bot = (int)(botId - FirstBot);
        ledger.Called(method);
        using var body = await ReadAsync(context);
        var call = body?.RootElement ?? default;
        switch (method)
        {
            case "getUpdates":
                await GetUpdatesAsync(context, updates[bot], call);
                break;
            case "sendMessage":
                var sent = ledger.Sent(Long(call, "chat_id"), Text(call));
                await MessageAsync(context, call, _users[bot], sent);
                break;
            case "editMessageText" when ledger.Edited(Long(call, "chat_id"), (int)Long(call, "message_id"), Text(call)):
                await MessageAsync(context, call, _users[bot], (int)Long(call, "message_id"));
                break;
            case "editMessageText":
                await WriteAsync(context, NotFound, StatusCodes.Status400BadRequest);
                break;
            case "editMessageReplyMarkup":
                var isOurs = ledger.IsOurs(Long(call, "chat_id"), (int)Long(call, "message_id"));
                await WriteAsync(context, isOurs ? NotModified : NotFound, StatusCodes.Status400BadRequest);
                break;
            case "deleteMessage":
                ledger.Deleted(Long(call, "chat_id"), (int)Long(call, "message_id"));
                await WriteAsync(context, True);
                break;
            case "getMe":
                await WriteAsync(context, System.Text.Encoding.UTF8.GetBytes($$"""{"ok":true,"result":{{_users[bot]}}}"""));
                break;
            case "getWebhookInfo":
                await WriteAsync(context, Webhook);
                break;
            case "sendChatAction" or "setMyCommands" or "deleteWebhook" or "answerCallbackQuery" or "sendMessageDraft":
                await WriteAsync(context, True);
                break;
            default:
                await WriteAsync(context, Unknown, StatusCodes.Status404NotFound);
                break;
        }
    }

    private static async Task GetUpdatesAsync(HttpContext context, UpdateQueue updates, JsonElement call)
    {
        var waiting = await updates.TakeAsync(
            Long(call, "offset"), (int)Math.Clamp(Long(call, "limit"), 1, 100), TimeSpan.FromSeconds(Long(call, "timeout")), context.RequestAborted);
        context.Response.ContentType = "application/json";
        var output = context.Response.BodyWriter;
        output.Write("""{"ok":true,"result":["""u8);
        for (var i = 0; i < waiting.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            output.Write(waiting[i]);
        }

        output.Write("]}"u8);
        await output.FlushAsync(context.RequestAborted);
    }

    /// <summary>The message as Telegram gives it back: with text and entities.</summary>
    private static async Task MessageAsync(HttpContext context, JsonElement call, string from, int id)
    {
        context.Response.ContentType = "application/json";
        using (var json = new Utf8JsonWriter((IBufferWriter<byte>)context.Response.BodyWriter, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("ok"u8, true);
            json.WriteStartObject("result"u8);
            json.WriteNumber("message_id"u8, id);
            json.WritePropertyName("from"u8);
            json.WriteRawValue(from, skipInputValidation: true);
            json.WriteStartObject("chat"u8);
            json.WriteNumber("id"u8, Long(call, "chat_id"));
            json.WriteString("first_name"u8, "Load"u8);
            json.WriteString("type"u8, "private"u8);
            json.WriteEndObject();
            json.WriteNumber("date"u8, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
            Repeat(json, call, "text");
            Repeat(json, call, "entities");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Repeat(Utf8JsonWriter json, JsonElement call, string name)
    {
        if (!call.TryGetProperty(name, out var value))
            return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private static async Task<JsonDocument?> ReadAsync(HttpContext context) =>
        context.Request.ContentLength == 0 || !context.Request.HasJsonContentType()
            ? null
            : await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);

    private static async Task WriteAsync(HttpContext context, byte[] answer, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
    }

    private static string? Text(JsonElement call) => call.TryGetProperty("text", out var text) ? text.GetString() : null;

    private static long Long(JsonElement call, string name) =>
        call.ValueKind == JsonValueKind.Object && call.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
}
