using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Playground.BotApi.Files;
using WisdomWave.Playground.Chats;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.People;
using WisdomWave.ServiceDefaults.Operating;

namespace WisdomWave.Playground.Operating;

/// <summary>The commands that the dashboard shows for the playground.</summary>
internal static class Operations
{
    private const string TestText = "Test message: what is 2 + 2?";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        var operations = app.MapOperator();
        operations.MapPost("/reset", Reset);
        operations.MapPost("/test-message", SendTestMessageAsync);
    }

    private static Ok<OperatorAnswer> Reset(
        World world, FileStore files, FaultBox faults, Ledger ledger, PlaygroundSettings settings, PlaygroundOptions options)
    {
        faults.Clear();
        ledger.Clear();
        files.Clear();
        settings.TokenDelay = options.TokenDelay;
        settings.FloodLimits = options.FloodLimits;
        world.Reset();
        return TypedResults.Ok(new OperatorAnswer("The playground is empty: chats, files, faults and the record of calls are gone."));
    }

    /// <summary>Ann writes to the bot of the chat page; the answer may be an apology, but then the whole way works.</summary>
    private static async Task<Results<Ok<OperatorAnswer>, ProblemHttpResult>> SendTestMessageAsync(
        World world, EventHub events, PlaygroundOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!options.StandsInForTelegram)
            return Problem("The playground does not take Telegram's place here; write to your bot in Telegram.", StatusCodes.Status409Conflict, "no-chat");

        var place = Place.Find(world, World.AnnId, botId: null, World.AnnId)!;
        using var watching = events.Subscribe(World.AnnId);
        var started = time.GetTimestamp();
        var sent = place.Room.Add(place.NewMessage() with { Text = TestText });

        using var patience = new CancellationTokenSource(Patience, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            while (!place.Room.Recent(20).Any(message => message.MessageId > sent.MessageId && message.From?.IsBot == true))
            {
                // What happened does not matter: the chat itself is looked at. A watcher that was cut off sees nothing more.
                if (!await watching.Events.Reader.WaitToReadAsync(waiting.Token))
                    return NoAnswer();
                while (watching.Events.Reader.TryRead(out _))
                    continue;
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return NoAnswer();
        }

        var seconds = time.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return TypedResults.Ok(new OperatorAnswer($"The bot answered after {seconds} s. Question and answer are on the chat page."));
    }

    private static ProblemHttpResult NoAnswer() => Problem(
        $"The bot did not answer within {Patience.TotalSeconds:0} s. Look at the logs of ingress, dialog and completion.",
        StatusCodes.Status504GatewayTimeout, "no-answer");

    private static ProblemHttpResult Problem(string detail, int status, string type) =>
        TypedResults.Problem(detail, statusCode: status, type: $"urn:wisdomwave:problem:{type}");
}
