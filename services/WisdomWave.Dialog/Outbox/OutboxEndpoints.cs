using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Dialog.Outbox;

/// <summary>The endpoints through which an ingress follows replies and reports the parts that it has delivered.</summary>
internal static class OutboxEndpoints
{
    public static void MapOutbox(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/bots/{botId:long}/turns", GetUndelivered).Describe("GetUndelivered", "Returns the turns whose replies are not fully delivered.");
        routes.MapPost("/bots/{botId:long}/claims", Claim).Describe("ClaimTurns", "Takes the report of what an ingress delivers and returns turns that nobody delivers.");
        routes.MapPost("/claims", ClaimForBots).Describe("ClaimTurnsOfBots", "Does the same for several bots at once.");
        routes.MapDelete("/claims", GiveBack).Describe("GiveClaimsBack", "Gives the claims of an ingress back when it stops.");
        routes.MapPost("/part-reports", NoteParts).Describe("ReportParts", "Takes reports of parts of replies that are being sent or have been delivered.");
        var turn = routes.MapGroup("/turns/{turnId:guid}");
        turn.MapGet("/events", Join).Describe("FollowTurn", "Streams the events of a turn from its beginning.");
        turn.MapGet("/known-messages", GetKnownMessages).Describe("GetKnownMessages", "Returns ids of messages in the turn's chat that dialog knows.");
        turn.MapPost("/redeliveries", BeginRedelivery).Describe("BeginRedelivery", "Counts that a process continues a reply and returns how to send it.");
        turn.MapDelete("/redeliveries", TakeRedeliveryBack).Describe("TakeRedeliveryBack", "Takes that count back after an orderly stop.");
        turn.MapPost("/stop", Stop).Describe("StopTurn", "Stops a running answer.");
    }

    private static async Task<Ok<IReadOnlyList<TurnRef>>> GetUndelivered(long botId, TurnReader turns, CancellationToken cancellationToken) =>
        TypedResults.Ok(await turns.FindUndeliveredAsync(botId, cancellationToken));

    private static async Task<Ok<IReadOnlyList<TurnRef>>> Claim(
        long botId,
        [FromHeader(Name = Deliverer.Header)] string deliverer,
        [FromBody] Guid[] delivering,
        DeliveryClaims claims,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await claims.ClaimAsync(new HashSet<long> { botId }, deliverer, delivering, cancellationToken));

    private static async Task<Ok<IReadOnlyList<TurnRef>>> ClaimForBots(
        [FromHeader(Name = Deliverer.Header)] string deliverer,
        [FromBody] ClaimRequest request,
        DeliveryClaims claims,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await claims.ClaimAsync(request.Bots.ToHashSet(), deliverer, request.Delivering, cancellationToken));

    private static NoContent GiveBack([FromHeader(Name = Deliverer.Header)] string deliverer, DeliveryClaims claims)
    {
        claims.GiveBack(deliverer);
        return TypedResults.NoContent();
    }

    private static async Task<Results<EventStreamResult<TurnEvent>, NotFound>> Join(
        Guid turnId,
        [FromHeader(Name = Deliverer.Header)] string? deliverer,
        TurnEvents events,
        DeliveryClaims claims,
        CancellationToken cancellationToken) =>
        await events.JoinAsync(turnId, cancellationToken) is { } turn
            ? TurnEvents.Stream(claims.Share(turn, deliverer, isAsked: true))
            : TypedResults.NotFound();

    /// <returns>The indexes of the reports that could not be stored; reports of unknown turns are ignored.</returns>
    private static async Task<Ok<int[]>> NoteParts(
        [FromBody] TurnPartReport[] reports, DatabaseWriter writer, DeliveryClaims claims, CancellationToken cancellationToken)
    {
        var stored = await Task.WhenAll(Array.ConvertAll(reports, StoreAsync));
        return TypedResults.Ok(stored.Index().Where(report => !report.Item).Select(report => report.Index).ToArray());

        // Each is a write of its own, so that one that fails does not take the others with it; they share a commit all the same.
        async Task<bool> StoreAsync(TurnPartReport report)
        {
            // Parts are numbered from 0.
            if (report.Part < 0)
                return false;

            try
            {
                await writer.WriteAsync(session => OutboxWrites.NoteDelivered(session, report.TurnId, report.Part, report.Report), cancellationToken);
            }
            catch (Exception exception) when (exception is not (StorageUnavailableException or OperationCanceledException))
            {
                // The writer has logged it. An unavailable database concerns all reports, so the whole request gets 503.
                return false;
            }

            if (report.Report.State == PartState.Last)
                claims.Release(report.TurnId);
            return true;
        }
    }

    private static async Task<Results<Ok<KnownMessages>, NotFound>> GetKnownMessages(
        Guid turnId, int? above, KnownMessageIds ids, CancellationToken cancellationToken) =>
        await ids.NearAsync(turnId, above ?? 0, cancellationToken) is { } known ? TypedResults.Ok(known) : TypedResults.NotFound();

    private static async Task<Results<Ok<Redelivery>, NotFound>> BeginRedelivery(
        Guid turnId, DatabaseWriter writer, TurnReader turns, CancellationToken cancellationToken) =>
        await writer.WriteAsync(session => RedeliveryWrites.Add(session, turnId), cancellationToken) is { } before
        && await turns.FindTextsAsync(turnId, cancellationToken) is { } texts
            ? TypedResults.Ok(new Redelivery(before, texts.DeliverySetAside))
            : TypedResults.NotFound();

    private static async Task<NoContent> TakeRedeliveryBack(Guid turnId, DatabaseWriter writer, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(session => RedeliveryWrites.TakeBack(session, turnId), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Accepted, NotFound>> Stop(Guid turnId, TurnReader turns, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await turns.FindAsync(turnId, cancellationToken) is not { } stored)
            return TypedResults.NotFound();

        return await grains.GetGrain<IConversationGrain>(stored.Conversation.ToString()).StopTurnAsync(turnId)
            ? TypedResults.Accepted((string?)null)
            : TypedResults.NotFound();
    }
}
