using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Playground.Pages;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.Faults;

/// <summary>Fault injection and the call log over HTTP.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder app)
    {
        var faults = app.MapGroup("/faults").RequireJsonBody();
        faults.MapGet("", (InjectedFaults box) => new PendingFaults { Bot = box.Bot, Model = box.Model });
        faults.MapPost("/bot", (BotFault fault, InjectedFaults box) => box.Add(fault));
        faults.MapPost("/model", (ModelFault fault, InjectedFaults box) => box.Add(fault));
        faults.MapPost("/updates", InjectFaults);
        faults.MapDelete("", Clear);

        var calls = app.MapGroup("/ledger");
        calls.MapGet("/bot", (CallLog log, string? method, long? chat, long? bot, long? after) => log.BotCalls(method, chat, bot, after ?? 0));
        calls.MapGet("/model", (CallLog log, string? operation, long? after) => log.ModelCalls(operation, after ?? 0));
        calls.MapGet("/summary", (CallLog log) => log.Summary());
        calls.MapDelete("", (CallLog log) => log.Clear());
    }

    /// <param name="contains">Clears only the model faults with this condition; null clears all faults.</param>
    /// <param name="box">The faults.</param>
    private static void Clear(string? contains, InjectedFaults box)
    {
        if (contains is null)
            box.Clear();
        else
            box.Clear(contains);
    }

    private static Results<NoContent, NotFound> InjectFaults(UpdateFault fault, World world)
    {
        if (!world.TryFindBot(fault.BotId, out var bot))
            return TypedResults.NotFound();
        bot.Updates.InjectFaults(fault.Duplicates, fault.Reversals, fault.Held);
        return TypedResults.NoContent();
    }
}

/// <summary>The faults that still wait for a matching call.</summary>
public sealed record PendingFaults
{
    public required IReadOnlyList<BotFault> Bot { get; init; }
    public required IReadOnlyList<ModelFault> Model { get; init; }
}

/// <summary>A fault in the updates that a bot gets by long polling.</summary>
public sealed record UpdateFault
{
    /// <summary>Null for the page's bot.</summary>
    public long? BotId { get; init; }

    /// <summary>The number of updates to send again after they were confirmed.</summary>
    public int Duplicates { get; init; }

    /// <summary>The number of batches to send in reverse order.</summary>
    public int Reversals { get; init; }

    /// <summary>Holds updates back until more than this many are waiting, and then sends them in one batch.</summary>
    public int Held { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BotFault))]
[JsonSerializable(typeof(ModelFault))]
[JsonSerializable(typeof(UpdateFault))]
[JsonSerializable(typeof(PendingFaults))]
[JsonSerializable(typeof(IReadOnlyList<BotCallRecord>))]
[JsonSerializable(typeof(IReadOnlyList<ModelCallRecord>))]
[JsonSerializable(typeof(CallLogSummary))]
internal sealed partial class FaultsJson : JsonSerializerContext;
