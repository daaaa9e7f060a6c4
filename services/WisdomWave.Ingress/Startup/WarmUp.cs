using System.Text;
using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Startup;

/// <summary>
/// Runs the code for parsing updates, rendering answers and serializing requests once before the first update, so that no user waits for
/// its compilation. Connections are opened by each bot's first request.
/// </summary>
internal sealed partial class WarmUp(TimeProvider time, ILogger<WarmUp> logger) : IHostedService
{
    private const string Update = """
        {"update_id":1,"message":{"message_id":1,"date":1700000000,"text":"Hello?","entities":[{"type":"bold","offset":0,"length":5}],
        "chat":{"id":5,"type":"private","first_name":"Ann"},"from":{"id":5,"is_bot":false,"first_name":"Ann","language_code":"en"}}}
        """;

    private const string Answer = """
        # A title

        Some **bold**, *italic* and `code`, a [link](https://example.org), and $x^2 + \frac{1}{2}$.

        - one
        - two

        | a | b |
        | --- | --- |
        | 1 | 2 |

        ```python
        print(1)
        ```
        """;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            Receive();
            Send(ReplyRenderer.RenderPrefix(Answer));
            LogWarm(time.GetElapsedTime(started).TotalSeconds);
        }
        // Without the warm-up the first answers are slower, but the service can still run.
        catch (Exception exception)
        {
            LogFailed(exception);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Receive()
    {
        var read = IncomingUpdate.Read(
            RawUpdate.Read(Encoding.UTF8.GetBytes(Update)), new BotIdentity(1, "rehearsal_bot"), new RecentlyAddressed(), DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        if (read is not IncomingUpdate.Addressed { Message: var message })
            throw new InvalidOperationException("The warm-up update could not be read.");

        JsonSerializer.Serialize(message, ContractsJson.Default.InboundMessage);
        var turn = new TurnRef { Id = Guid.Empty, BotId = 1, Chat = message.Chat };
        TurnEvent[] events = [new TurnAccepted(turn), new TurnDelta("Hello"), new TurnCompleted(new Reply("Hello"))];
        foreach (var happened in events)
            JsonSerializer.Deserialize(JsonSerializer.Serialize(happened, ContractsJson.Default.TurnEvent), ContractsJson.Default.TurnEvent);
        JsonSerializer.Serialize(new PartReport(1, PartState.Last), ContractsJson.Default.PartReport);
    }

    private static void Send(IReadOnlyList<FormattedText> parts)
    {
        foreach (var part in parts)
        {
            JsonSerializer.Serialize(
                new SendMessageRequest { ChatId = 5, Text = part.Text, Entities = MessageEntities.Of(part), LinkPreviewOptions = new LinkPreviewOptions() },
                JsonBotAPI.Options);
            JsonSerializer.Serialize(
                new EditMessageTextRequest { ChatId = 5, MessageId = 1, Text = part.Text, Entities = MessageEntities.Of(part), ReplyMarkup = Keyboards.Of(null) },
                JsonBotAPI.Options);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Warmed up in {Seconds:0.0} s.")]
    private partial void LogWarm(double seconds);

    [LoggerMessage(LogLevel.Warning, "The warm-up failed; the first answers will be slower.")]
    private partial void LogFailed(Exception exception);
}
