using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace WisdomWave.Ingress.Bots;

/// <summary>A failed request to Telegram.</summary>
/// <param name="Kind">Decides what to do next.</param>
/// <param name="Reason">Telegram's description, for the log; contains neither message text nor token.</param>
/// <param name="RetryAfter">The duration of a flood wait.</param>
/// <param name="NewChatId">The new id of a migrated group.</param>
internal sealed record TelegramFailure(TelegramFailureKind Kind, string Reason, TimeSpan? RetryAfter = null, long? NewChatId = null)
{
    // Longer than any real flood wait. Timers do not take more than 49 days, and a wrong value must not stop a chat until the next restart.
    private const int MaxFloodWaitSeconds = 24 * 60 * 60;

    /// <summary>Whether Telegram may have executed the request although its response was lost.</summary>
    public bool MayBeDone => Kind == TelegramFailureKind.Unavailable && Reason is not (
        nameof(HttpRequestError.ConnectionError) or nameof(HttpRequestError.NameResolutionError)
        or nameof(HttpRequestError.SecureConnectionError) or nameof(HttpRequestError.ProxyTunnelError));

    public static TelegramFailure From(Exception exception) => exception switch
    {
        ApiRequestException { ErrorCode: 429 } flood =>
            new(TelegramFailureKind.FloodWait, flood.Message, TimeSpan.FromSeconds(Math.Clamp(flood.Parameters?.RetryAfter ?? 1, 1, MaxFloodWaitSeconds))),
        ApiRequestException { Parameters.MigrateToChatId: { } chat } moved => new(TelegramFailureKind.Migrated, moved.Message, NewChatId: chat),
        ApiRequestException answer => new(KindOf(answer.ErrorCode, answer.Message), answer.Message),
        // The library's messages may contain the request URL, which includes the token.
        RequestException { HttpStatusCode: { } status } => Unreadable((int)status),
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => new(TelegramFailureKind.Unavailable, error.ToString()),
        RequestException { InnerException: HttpRequestException cause } => From(cause),
        RequestException { InnerException: { } cause } => new(TelegramFailureKind.Unavailable, cause.GetType().Name),
        _ => new(TelegramFailureKind.Unavailable, exception.GetType().Name),
    };

    /// <summary>Parses an error response.</summary>
    /// <param name="answer"><c>{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}</c></param>
    public static TelegramFailure Of(JsonElement answer)
    {
        try
        {
            return answer.Deserialize<ApiResponse>(JsonBotAPI.Options) is { Description: { Length: > 0 } description } failed
                ? From(new ApiRequestException(description, failed.ErrorCode, failed.Parameters!))
                : Unreadable(status: 200);
        }
        catch (JsonException)
        {
            return Unreadable(status: 200);
        }
    }

    public static TelegramFailure Unreadable(int status) => new(TelegramFailureKind.Unavailable, $"unreadable answer, status {status}");

    /// <summary>For downloads, whose error responses have no description.</summary>
    public static TelegramFailure OfDownload(HttpResponseMessage response) => new(
        (int)response.StatusCode switch
        {
            401 or 403 => TelegramFailureKind.Unauthorized,
            429 => TelegramFailureKind.FloodWait,
            >= 400 and < 500 => TelegramFailureKind.BadRequest,
            _ => TelegramFailureKind.Unavailable,
        },
        $"status {(int)response.StatusCode}",
        response.Headers.RetryAfter?.Delta is { } wait ? TimeSpan.FromSeconds(Math.Clamp(wait.TotalSeconds, 0, MaxFloodWaitSeconds)) : null);

    private static TelegramFailureKind KindOf(int code, string description) => code switch
    {
        401 or 404 => TelegramFailureKind.Unauthorized,
        403 => TelegramFailureKind.ChatClosed,
        // "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        409 when description.Contains("webhook", StringComparison.OrdinalIgnoreCase) => TelegramFailureKind.WebhookIsSet,
        409 => TelegramFailureKind.Conflict,
        400 => KindOfBadRequest(description),
        >= 400 and < 500 => TelegramFailureKind.BadRequest,
        _ => TelegramFailureKind.Unavailable,
    };

    private static TelegramFailureKind KindOfBadRequest(string description)
    {
        if (Says("message is not modified"))
            return TelegramFailureKind.NotModified;
        if (Says("message to edit not found") || Says("message can't be edited") || Says("MESSAGE_ID_INVALID")
            || Says("there is no text in the message to edit"))
            return TelegramFailureKind.MessageGone;
        if (Says("message thread not found") || Says("TOPIC_DELETED") || Says("TOPIC_CLOSED"))
            return TelegramFailureKind.TopicGone;
        if (Says("message to be replied not found") || Says("replied message not found") || Says("REPLY_MESSAGE_ID_INVALID"))
            return TelegramFailureKind.ReplyGone;
        return Says("chat not found") || Says("not enough rights") || Says("have no rights") || Says("need administrator rights")
            || Says("CHAT_WRITE_FORBIDDEN") || Says("CHAT_RESTRICTED") || Says("USER_IS_BLOCKED") || Says("PEER_ID_INVALID")
            ? TelegramFailureKind.ChatClosed
            : TelegramFailureKind.BadRequest;

        bool Says(string words) => description.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>Classifies failed requests by what to do next.</summary>
internal enum TelegramFailureKind
{
    /// <summary>Wait as long as Telegram asks, for this chat only.</summary>
    FloodWait,

    /// <summary>Network error, 5xx or unreadable response: retry with increasing delays.</summary>
    Unavailable,

    /// <summary>The token is invalid, temporarily or for good: retry slowly.</summary>
    Unauthorized,

    /// <summary>Another process receives this bot's updates: wait until it stops.</summary>
    Conflict,

    /// <summary>A webhook from an earlier run prevents long polling: delete it.</summary>
    WebhookIsSet,

    /// <summary>The bot is blocked, was removed or may not write: give up on this chat.</summary>
    ChatClosed,

    /// <summary>The group became a supergroup: continue there.</summary>
    Migrated,

    /// <summary>The edit changed nothing: treat it as a success.</summary>
    NotModified,

    /// <summary>The message to edit was deleted: send a new one.</summary>
    MessageGone,

    /// <summary>The topic was deleted: send outside it.</summary>
    TopicGone,

    /// <summary>The message to reply to was deleted: send without the reply.</summary>
    ReplyGone,

    /// <summary>Any other 400: Telegram does not accept the text or its formatting.</summary>
    BadRequest,
}
