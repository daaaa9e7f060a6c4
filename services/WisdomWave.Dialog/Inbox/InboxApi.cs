using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.Sqlite;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Conversations;
using WisdomWave.Dialog.Outbox;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Dialog.Inbox;

/// <summary>Where messages come in.</summary>
internal static class InboxApi
{
    public static void MapInbox(this IEndpointRouteBuilder routes) => routes.MapPost("/messages", Accept);

    /// <summary>Answers once the message is on disk, with its turn's events.</summary>
    private static async Task<Results<EventStreamResult<TurnEvent>, ValidationProblem, ProblemHttpResult>> Accept(
        [FromBody] InboundMessage message,
        IGrainFactory grains,
        TurnEvents events,
        CancellationToken cancellationToken)
    {
        if (InboundMessageRules.Broken(message) is { Count: > 0 } broken)
            return TypedResults.ValidationProblem(broken);

        TakenMessage taken;
        try
        {
            taken = await grains.GetGrain<IConversationGrain>(ConversationKey.Of(message).ToString()).AcceptAsync(message);
        }
        catch (SqliteException)
        {
            // The writer has logged it. Not accepted: the sender keeps the update and sends it again.
            return TypedResults.Problem(
                "The message could not be stored.", statusCode: StatusCodes.Status503ServiceUnavailable, type: "urn:wisdomwave:storage-unavailable");
        }

        var turn = taken.IsNew ? events.FollowNew(taken.TurnId) : null;
        turn ??= await events.JoinAsync(taken.TurnId, cancellationToken) ?? Forgotten(message, taken.TurnId);
        return TurnEvents.Stream(turn);
    }

    /// <summary>A repeated update of a turn that the person has had forgotten: there is nothing left to deliver.</summary>
    private static async IAsyncEnumerable<TurnEvent> Forgotten(InboundMessage message, Guid turnId)
    {
        await Task.CompletedTask;
        yield return new TurnAccepted(TurnRefs.Of(message, turnId, streams: false) with { IsDelivered = true });
    }
}
