using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Playground.Browsing;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.Faults;

/// <summary>Fault injection and the ledger over HTTP.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder app)
    {
        var faults = app.MapGroup("/faults").TakesTypedBodies();
        faults.MapGet("", (FaultBox box) => new PendingFaults { Bot = box.Bot, Model = box.Model });
        faults.MapPost("/bot", (BotFault fault, FaultBox box) => box.Add(fault));
        faults.MapPost("/model", (ModelFault fault, FaultBox box) => box.Add(fault));
        faults.MapPost("/updates", Disturb);
        faults.MapDelete("", (FaultBox box) => box.Clear());

        var ledger = app.MapGroup("/ledger");
        ledger.MapGet("/bot", (Ledger records, string? method, long? chat, long? bot, long? after) => records.BotCalls(method, chat, bot, after ?? 0));
        ledger.MapGet("/model", (Ledger records, string? operation, long? after) => records.ModelCalls(operation, after ?? 0));
        ledger.MapGet("/summary", (Ledger records) => records.Summary());
        ledger.MapDelete("", (Ledger records) => records.Clear());
    }

    private static Results<NoContent, NotFound> Disturb(UpdateFault fault, World world)
    {
        if (!world.TryFindBot(fault.BotId, out var bot))
            return TypedResults.NotFound();
        bot.Updates.Disturb(fault.Duplicates, fault.Reversals, fault.Held);
        return TypedResults.NoContent();
    }
}
