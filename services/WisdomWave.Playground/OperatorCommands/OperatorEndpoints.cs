using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Playground.BotApi.Files;
using WisdomWave.Playground.Chats;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.People;
using WisdomWave.ServiceDefaults.Operating;
using WisdomWave.ServiceDefaults.Problems;

namespace WisdomWave.Playground.OperatorCommands;

/// <summary>The playground's endpoints for the dashboard's operator commands.</summary>
internal static class OperatorEndpoints
{
    private const string TestText = "Test message: what is 2 + 2?";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void MapOperatorCommands(this IEndpointRouteBuilder app)
    {
        var operations = app.MapOperator();
        operations.MapPost("/reset", Reset);
        operations.MapPost("/test-message", SendTestMessageAsync);
        operations.MapPost("/traffic", MakeTraffic);
    }

    public static void AddTraffic(this IServiceCollection services) => services
        .AddSingleton<Traffic>()
        .AddHostedService(provider => provider.GetRequiredService<Traffic>());

    /// <param name="minutes">0 ends it.</param>
    /// <param name="traffic">The simulated people.</param>
    /// <param name="options">What the playground simulates.</param>
    private static Results<Ok<OperatorAnswer>, ProblemHttpResult> MakeTraffic(Traffic traffic, PlaygroundOptions options, int minutes = 5)
    {
        if (!options.SimulatesTelegram)
            return NoChat();

        var duration = TimeSpan.FromMinutes(Math.Clamp(minutes, 0, 60));
        traffic.Run(duration);
        return TypedResults.Ok(new OperatorAnswer(duration > TimeSpan.Zero
            ? $"For {duration.TotalMinutes:0} minutes, simulated people write a message every two seconds. The boards show it."
            : "The simulated people write no more."));
    }

    private static Ok<OperatorAnswer> Reset(
        World world, FileStore files, InjectedFaults faults, CallLog callLog, PlaygroundSettings settings, PlaygroundOptions options)
    {
        faults.Clear();
        callLog.Clear();
        files.Clear();
        settings.TokenDelay = options.TokenDelay;
        settings.FloodLimits = options.FloodLimits;
        world.Reset();
        return TypedResults.Ok(new OperatorAnswer("The playground is empty: chats, files, faults and the call log are deleted."));
    }

    /// <summary>Ann writes to the chat page's bot. Even an error message as the answer shows that the message passed through all services.</summary>
    private static async Task<Results<Ok<OperatorAnswer>, ProblemHttpResult>> SendTestMessageAsync(
        World world, EventHub events, PlaygroundOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!options.SimulatesTelegram)
            return NoChat();

        var participant = Participant.Find(world, World.AnnId, botId: null, World.AnnId)!;
        using var watching = events.Subscribe(World.AnnId);
        var started = time.GetTimestamp();
        var sent = participant.Room.Add(participant.NewMessage() with { Text = TestText });

        using var patience = new CancellationTokenSource(Patience, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            while (!participant.Room.Recent(20).Any(message => message.MessageId > sent.MessageId && message.From?.IsBot == true))
            {
                // Any event makes the loop look at the chat again. A subscription that was cut off gets no more events.
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
        return TypedResults.Ok(new OperatorAnswer($"The bot answered after {seconds} s. The question and the answer are on the chat page."));
    }

    private static ProblemHttpResult NoChat() => Problem(
        "The playground does not simulate Telegram here; write to your bot in Telegram.", StatusCodes.Status409Conflict, "no-chat");

    private static ProblemHttpResult NoAnswer() => Problem(
        $"The bot did not answer within {Patience.TotalSeconds:0} s. Check the logs of ingress, dialog and completion.",
        StatusCodes.Status504GatewayTimeout, "no-answer");

    private static ProblemHttpResult Problem(string detail, int status, string type) =>
        TypedResults.Problem(detail, statusCode: status, type: ProblemType.Prefix + type);
}
