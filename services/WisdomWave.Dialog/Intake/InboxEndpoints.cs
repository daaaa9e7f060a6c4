using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access.Admission;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Turns;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Dialog.Intake;

/// <summary>Accepts messages from ingress.</summary>
internal static class InboxEndpoints
{
    public static void MapIntake(this IEndpointRouteBuilder routes) => routes.MapPost("/messages", Accept).RefusedWhileStopping()
        .Describe("AcceptMessage", "Takes a message and, once it is committed, streams the events of its turn.")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Responds with the events of the message's turn, once the message is on disk.</summary>
    private static async Task<Results<EventStreamResult<TurnEvent>, ValidationProblem>> Accept(
        [FromBody] InboundMessage message,
        IGrainFactory grains,
        TurnEvents events,
        ChatSettingsStore settings,
        AdmissionGate admissionGate,
        DeliveryClaims claims,
        [FromHeader(Name = Deliverer.Header)] string? deliverer,
        CancellationToken cancellationToken)
    {
        if (InboundMessageRules.Broken(message) is { Count: > 0 } broken)
            return TypedResults.ValidationProblem(broken);

        var key = ConversationKey.Of(message, settings.Of(message.Bot.Id, message.Chat.Id).IsShared);
        var taken = await admissionGate.InterceptAsync(key, message) ?? await grains.GetGrain<IConversationGrain>(key.ToString()).AcceptAsync(message, DialogTracing.Current);

        if (taken.IsRefusedSilently)
            return TurnEvents.Stream(NothingToDeliver(message, taken.TurnId));

        var turn = taken.IsNew ? events.FollowNew(taken.TurnId) : null;
        turn ??= await events.JoinAsync(taken.TurnId, cancellationToken) ?? NothingToDeliver(message, taken.TurnId);
        return TurnEvents.Stream(claims.Share(turn, deliverer, isAsked: taken.IsNew));
    }

    /// <summary>Nothing to deliver: a repeated update of a forgotten turn, an edit that changes no answer, or a silent refusal.</summary>
    private static async IAsyncEnumerable<TurnEvent> NothingToDeliver(InboundMessage message, Guid turnId)
    {
        await Task.CompletedTask;
        yield return new TurnAccepted(TurnRefs.Of(message, turnId, streams: false, ReplyStyle.Edits) with { IsDelivered = true });
    }
}
