using System.Diagnostics;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Ingress.Telemetry;

/// <summary>The service's spans. They hold ids of turns and updates and names of bots, but nothing that identifies a chat or a person.</summary>
internal static class IngressTracing
{
    private static readonly ActivitySource Source = new("WisdomWave.Ingress");

    /// <summary>Whether traces are exported.</summary>
    public static bool IsListened => Source.HasListeners();

    /// <summary>The first span of a trace. With a webhook it is below Telegram's request.</summary>
    public static Activity? ReceiveUpdate(string bot, long updateId) => Source.StartActivity("receive update", ActivityKind.Consumer)
        ?.SetTag("wisdomwave.bot", bot)
        .SetTag("wisdomwave.update.id", updateId);

    /// <summary>
    /// Outlives the update, which is confirmed to Telegram before its answer is complete. A delivery that an earlier process began has a trace
    /// of its own, with a link to the first one.
    /// </summary>
    public static Activity? DeliverAnswer(TurnArrival arrival)
    {
        if (!IsListened)
            return null;
        var (bot, turn) = (arrival.Bot.Options.Name, arrival.Turn);
        return Source.StartBelow("deliver answer", arrival.IsResumed ? default : Activity.Current?.Context ?? default, arrival.IsResumed ? LinkTo(turn) : null)
            ?.SetTag("wisdomwave.bot", bot)
            .SetTag("wisdomwave.turn.id", turn.Id.ToString())
            .SetTag("wisdomwave.delivery.resumed", arrival.IsResumed ? true : null);
    }

    /// <param name="part">Numbered from 0; people count from 1.</param>
    public static Activity? DeliverPart(int part) => IsListened ? Source.StartPart($"deliver part {part + 1}") : null;

    /// <summary>The reports of several deliveries share a request, which is below the first one and linked to the others.</summary>
    public static Activity? ReportParts(Activity?[] deliveries)
    {
        var all = deliveries.OfType<Activity>().DistinctBy(delivery => delivery.TraceId).Select(delivery => delivery.Context).ToArray();
        return all.Length == 0 ? null : Source.StartBelow("report parts", all[0], all.Skip(1).Select(other => new ActivityLink(other)));
    }

    /// <summary>A request to Telegram has the name of its method. Its address is left out, because it contains the token.</summary>
    public static Activity? CallTelegram(string method) => Source.StartPart(method, ActivityKind.Client);

    public static void Fail(this Activity? activity, TelegramFailure failure)
    {
        // An edit that changes nothing is as good as one that does.
        if (failure.Kind != TelegramFailureKind.NotModified)
            activity.Fail(failure.Kind.ToString());
    }

    public static void End(this Activity? activity, DeliveryOutcome outcome)
    {
        activity?.SetTag("wisdomwave.delivery.outcome", outcome.ToString());
        if (outcome is DeliveryOutcome.Failed or DeliveryOutcome.Undeliverable)
            activity.Fail(outcome.ToString());
    }

    private static ActivityLink[]? LinkTo(TurnRef turn) =>
        ActivitySourceExtensions.ContextOf(turn.Trace) is var first && first != default ? [new(first)] : null;
}
