using System.Net;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Tests.Bots;

public sealed class TelegramFailureTests
{
    [Theory]
    [InlineData(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same", "NotModified")]
    [InlineData(400, "Bad Request: message to edit not found", "MessageGone")]
    [InlineData(400, "Bad Request: message can't be edited", "MessageGone")]
    [InlineData(400, "Bad Request: message thread not found", "TopicGone")]
    [InlineData(400, "Bad Request: message to be replied not found", "ReplyGone")]
    [InlineData(400, "Bad Request: can't parse entities: entity ends after the end of the text", "BadRequest")]
    [InlineData(400, "Bad Request: message is too long", "BadRequest")]
    [InlineData(400, "Bad Request: chat not found", "ChatClosed")]
    [InlineData(400, "Bad Request: not enough rights to send text messages to the chat", "ChatClosed")]
    [InlineData(403, "Forbidden: bot was blocked by the user", "ChatClosed")]
    [InlineData(401, "Unauthorized", "Unauthorized")]
    [InlineData(404, "Not Found", "Unauthorized")]
    [InlineData(409, "Conflict: terminated by other getUpdates request", "Conflict")]
    [InlineData(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", "WebhookIsSet")]
    [InlineData(413, "Request Entity Too Large", "BadRequest")]
    [InlineData(500, "Internal Server Error", "Unavailable")]
    [InlineData(502, "Bad Gateway", "Unavailable")]
    public void FailuresAreClassifiedByWhatToDoNext(int code, string description, string expected) => Assert.Equal(
        new TelegramFailure(Enum.Parse<TelegramFailureKind>(expected), description),
        TelegramFailure.From(new ApiRequestException(description, code)));

    [Theory]
    [InlineData(7, 7)]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(99_999_999, 86_400)]
    public void AFloodWaitContainsItsDuration(int retryAfter, int seconds) => Assert.Equal(
        new TelegramFailure(TelegramFailureKind.FloodWait, "Too Many Requests", RetryAfter: TimeSpan.FromSeconds(seconds)),
        TelegramFailure.From(new ApiRequestException("Too Many Requests", 429, new ResponseParameters { RetryAfter = retryAfter })));

    [Fact]
    public void AMigrationFailureContainsTheNewChatId() => Assert.Equal(
        new TelegramFailure(TelegramFailureKind.Migrated, "Bad Request: group chat was upgraded to a supergroup chat", NewChatId: -1005),
        TelegramFailure.From(new ApiRequestException(
            "Bad Request: group chat was upgraded to a supergroup chat", 400, new ResponseParameters { MigrateToChatId = -1005 })));

    [Fact]
    public void NetworkErrorMessagesAreNotRepeatedBecauseTheyMayContainTheToken()
    {
        var failures = new[]
        {
            TelegramFailure.From(new RequestException("https://x/bot1:secret/getMe", HttpStatusCode.BadGateway)),
            TelegramFailure.From(new RequestException("https://x/bot1:secret/getMe", new HttpRequestException(HttpRequestError.ConnectionError, "bot1:secret"))),
            TelegramFailure.From(new RequestException("https://x/bot1:secret/getMe", new IOException("bot1:secret"))),
            TelegramFailure.From(new OperationCanceledException("bot1:secret")),
        };
        Assert.Equal(
            [
                new(TelegramFailureKind.Unavailable, "unreadable answer, status 502"),
                new(TelegramFailureKind.Unavailable, "ConnectionError"),
                new(TelegramFailureKind.Unavailable, "IOException"),
                new(TelegramFailureKind.Unavailable, "OperationCanceledException"),
            ],
            failures);
    }
}
