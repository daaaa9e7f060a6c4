using System.Diagnostics;
using System.Net;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Receiving;

/// <summary>Passes updates to dialog: different chats in parallel, each chat in order.</summary>
internal sealed partial class UpdateIntake(
    Bot bot,
    DialogClient dialog,
    Deliveries deliveries,
    ButtonPresses presses,
    UsernameWatcher name,
    BotStatus status,
    IngressMetrics metrics,
    TimeProvider time,
    ILogger<UpdateIntake> logger)
{
    /// <summary>After this many failures caused by a bug in dialog, an update is skipped, so that it does not block those behind it forever.</summary>
    private const int MostBugs = 5;

    /// <summary>The result of one attempt to pass something to dialog.</summary>
    private enum Attempt
    {
        Done,

        /// <summary>Dialog returned 500.</summary>
        Failed,
        Away,
    }

    private readonly RecentlyAddressed _before = new();

    /// <summary>Completes when every update of the batch was accepted by dialog or can be ignored, so the batch can be confirmed.</summary>
    /// <returns>The highest update id; null when none could be read.</returns>
    public async Task<long?> TakeAsync(IReadOnlyList<RawUpdate> batch, CancellationToken cancellationToken)
    {
        // Telegram guarantees ascending ids, but a proxy in between may reorder updates.
        var updates = batch.Select(raw => (Raw: raw, Update: Read(raw))).OrderBy(one => one.Update.Id).ToList();
        foreach (var (raw, update) in updates)
            Note(raw, update, cancellationToken);

        // Migrations first, because messages in the new chat refer to the history of the old one.
        foreach (var moved in updates.Select(one => one.Update).OfType<IncomingUpdate.Moved>())
            await MoveAsync(moved, isOneTry: false, cancellationToken);

        var receivedAt = time.GetTimestamp();
        await Task.WhenAll(updates.Select(one => one.Update).OfType<IncomingUpdate.Addressed>()
            .GroupBy(update => update.Message.Chat.Id)
            .Select(chat => PostInOrderAsync(MarkComments([.. chat]), receivedAt, cancellationToken)));
        return updates.Max(one => one.Update.Id) is > 0 and var highest ? highest : null;
    }

    /// <summary>Makes one attempt, without waiting for dialog or for a free place.</summary>
    /// <returns>False when Telegram should send the update again.</returns>
    public async Task<bool> TryTakeAsync(RawUpdate raw, CancellationToken cancellationToken)
    {
        var update = Read(raw);
        Note(raw, update, cancellationToken);
        switch (update)
        {
            case IncomingUpdate.Moved moved:
                return await MoveAsync(moved, isOneTry: true, cancellationToken);
            case IncomingUpdate.Addressed addressed:
                return await TryPostAsync(addressed, cancellationToken);
            default:
                return true;
        }
    }

    private IncomingUpdate Read(RawUpdate raw) => IncomingUpdate.Read(raw, bot.Identity, _before, bot.Api.Clock.Now);

    private void Note(RawUpdate raw, IncomingUpdate update, CancellationToken cancellationToken)
    {
        status.LastUpdateAt = time.GetUtcNow();
        if (update.Seen is { } seen)
            bot.Numbers.Note(seen.ChatId, seen.MessageId);
        if (update.MentionsUnknownBot)
            name.RequestCheck(raw);
        if (update is IncomingUpdate.StoppedDraft stopped)
            deliveries.StopDraft(bot.Identity.Id, stopped.ChatId, stopped.DraftId);
        // Addressed messages are counted later, by dialog's response.
        if (update is not IncomingUpdate.Addressed)
            metrics.UpdateReceived(bot.Options.Name, update.Kind);
        if (update.Kind == UpdateKind.Malformed)
            LogMalformed(bot.Options.Name, update.Id);
        if (update.Kind == UpdateKind.TooOld)
        {
            LogTooOld(bot.Options.Name, update.Id);
            status.CountOld();
        }

        if (update.Kind == UpdateKind.Addressed)
            status.ResetOld();
        if (update is IncomingUpdate.Button press)
            presses.Add(press, cancellationToken);
    }

    /// <returns>False when dialog is unreachable and only one attempt is allowed.</returns>
    private async Task<bool> MoveAsync(IncomingUpdate.Moved moved, bool isOneTry, CancellationToken cancellationToken)
    {
        return await RetryAsync(TryAsync, moved.Id, isOneTry, cancellationToken) != Attempt.Away;

        async Task<Attempt> TryAsync() => await dialog.MoveAsync(bot.Identity.Id, moved.ChatId, moved.NewChatId, cancellationToken) switch
        {
            null => Attempt.Away,
            HttpStatusCode.InternalServerError => Attempt.Failed,
            _ => Attempt.Done,
        };
    }

    /// <returns>Failed when given up; Away when dialog is unreachable and only one attempt is allowed.</returns>
    private async Task<Attempt> RetryAsync(Func<Task<Attempt>> attempt, long updateId, bool isOneTry, CancellationToken cancellationToken)
    {
        var bugs = 0;
        for (var failures = 1; ; failures++)
        {
            var result = await attempt();
            if (result == Attempt.Done || (result == Attempt.Away && isOneTry))
                return result;
            if (result == Attempt.Failed && ++bugs == MostBugs)
            {
                LogGivenUp(MostBugs, updateId, bot.Options.Name);
                return result;
            }

            await Task.Delay(Backoff.ForDialog(failures), time, cancellationToken);
        }
    }

    /// <summary>Tells dialog about a following forward; otherwise it might answer a comment before the forward arrives.</summary>
    private static IEnumerable<IncomingUpdate.Addressed> MarkComments(IncomingUpdate.Addressed[] updates)
    {
        for (var i = 0; i < updates.Length; i++)
        {
            var message = updates[i].Message;
            var isFollowed = i + 1 < updates.Length && updates[i + 1].Message is { ForwardedFrom: not null } next && next.From.Id == message.From.Id;
            yield return isFollowed ? updates[i] with { Message = message with { IsFollowedByForward = true } } : updates[i];
        }
    }

    private async Task PostInOrderAsync(IEnumerable<IncomingUpdate.Addressed> updates, long receivedAt, CancellationToken cancellationToken)
    {
        foreach (var update in updates)
        {
            var place = deliveries.Enter(DeliveryLane.Of(update.Message));
            try
            {
                await place.UntilReadyAsync(cancellationToken);
            }
            catch
            {
                place.Dispose();
                throw;
            }

            await PostAsync(update, place, receivedAt, isOneTry: false, cancellationToken);
        }
    }

    private async Task<bool> TryPostAsync(IncomingUpdate.Addressed update, CancellationToken cancellationToken)
    {
        var place = deliveries.Enter(DeliveryLane.Of(update.Message));
        if (place.IsReady)
            return await PostAsync(update, place, time.GetTimestamp(), isOneTry: true, cancellationToken);
        place.Dispose();
        return false;
    }

    /// <returns>False when dialog is unreachable and only one attempt is allowed.</returns>
    private async Task<bool> PostAsync(
        IncomingUpdate.Addressed update, DeliveryPlace place, long receivedAt, bool isOneTry, CancellationToken cancellationToken)
    {
        var isPosted = false;
        var activity = IngressTracing.Source.StartActivity("turn", ActivityKind.Consumer);
        try
        {
            var end = await RetryAsync(() => TryAsync(update.Message), update.Id, isOneTry, cancellationToken);
            if (end == Attempt.Failed)
                metrics.UpdateReceived(bot.Options.Name, UpdateKind.Refused);
            return end != Attempt.Away;
        }
        finally
        {
            if (!isPosted)
            {
                place.Dispose();
                activity?.Dispose();
            }
        }

        async Task<Attempt> TryAsync(InboundMessage message)
        {
            switch (await dialog.PostAsync(message, cancellationToken))
            {
                case JoinResult.Accepted accepted:
                    var turn = accepted.Stream.Turn with { UserId = message.From.Id };
                    var arrival = new TurnArrival(bot, turn) { Stream = accepted.Stream, ReceivedAt = receivedAt, Activity = activity };
                    isPosted = true;
                    await deliveries.StartAsync(arrival, place);
                    metrics.UpdateReceived(bot.Options.Name, UpdateKind.Addressed);
                    return Attempt.Done;
                case JoinResult.Refused refused:
                    metrics.UpdateReceived(bot.Options.Name, UpdateKind.Refused);
                    LogRefused(bot.Options.Name, update.Id, refused.Status);
                    return Attempt.Done;
                case JoinResult.Failed:
                    return Attempt.Failed;
                default:
                    return Attempt.Away;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Skipped update {UpdateId} of {Bot} because it could not be read.")]
    private partial void LogMalformed(string bot, long updateId);

    [LoggerMessage(LogLevel.Warning, "Skipped update {UpdateId} of {Bot} because the message is older than a day.")]
    private partial void LogTooOld(string bot, long updateId);

    [LoggerMessage(LogLevel.Error, "Dialog rejected update {UpdateId} of {Bot} with status {Status}; it is skipped.")]
    private partial void LogRefused(string bot, long updateId, int status);

    [LoggerMessage(LogLevel.Error, "Dialog failed {Times} times (500) on update {UpdateId} of {Bot}; it is skipped.")]
    private partial void LogGivenUp(int times, long updateId, string bot);
}
