using Telegram.Bot.Requests;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Receiving;

/// <summary>
/// Handles button presses in the background, so that a slow press delays no messages. Presses under one message are handled in order.
/// </summary>
internal sealed partial class ButtonPresses(
    Bot bot, DialogClient dialog, MemberRights rights, Deliveries deliveries, TimeProvider time, ILogger<ButtonPresses> logger)
{
    private const int MaxInProgress = 1024;
    private const int MaxToastLength = 200;
    private const int MaxAnswerAttempts = 3;

    /// <summary>How long the button may show its progress animation before Telegram gets an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>After this time a press is given up.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<(long Chat, int Message), Lane> _lanes = [];
    private int _inProgress;

    public void Add(IncomingUpdate.Button button, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_inProgress == MaxInProgress)
            {
                LogDropped(bot.Options.Name, button.Id);
                return;
            }

            _inProgress++;
            var key = button.Press is { } press ? (press.Chat.Id, press.MessageId) : default;
            if (!_lanes.TryGetValue(key, out var lane))
                _lanes[key] = lane = new Lane();
            lane.Count++;
            lane.Last = HandleInOrderAsync(button, key, lane.Last, cancellationToken);
        }
    }

    /// <summary>Completes when all presses are handled.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
            return Task.WhenAll(_lanes.Values.Select(lane => lane.Last));
    }

    private async Task HandleInOrderAsync(IncomingUpdate.Button button, (long Chat, int Message) key, Task previous, CancellationToken cancellationToken)
    {
        // Leave the caller's path, and do not finish before the press is registered.
        await Task.Yield();
        await previous;
        try
        {
            await HandleAsync(button, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        // The outermost handler of a press: a bug must not affect the next one.
        catch (Exception exception)
        {
            LogFailed(exception, bot.Options.Name, button.Id);
        }

        lock (_gate)
        {
            _inProgress--;
            if (--_lanes[key].Count == 0)
                _lanes.Remove(key);
        }
    }

    private async Task HandleAsync(IncomingUpdate.Button button, CancellationToken cancellationToken)
    {
        using var activity = IngressTracing.ReceiveUpdate(bot.Options.Name, button.Id);
        if (button.Press is not { } press)
        {
            await AnswerCallbackAsync(button.QueryId, toast: null, cancellationToken);
            return;
        }

        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = AskAsync(press, lifetime.Token);
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            await Task.WhenAny(asking, Task.Delay(Patience, time, patience.Token));
            await patience.CancelAsync();
        }

        if (!asking.IsCompleted)
        {
            await AnswerCallbackAsync(button.QueryId, toast: null, cancellationToken);
            lifetime.CancelAfter(MaxAge);
            await ApplyAsync(press, await asking, cancellationToken);
            return;
        }

        var outcome = await asking;
        await Task.WhenAll(AnswerCallbackAsync(button.QueryId, outcome?.Toast, cancellationToken), ApplyAsync(press, outcome, cancellationToken));
    }

    /// <summary>Null when dialog stayed unreachable or rejected the press.</summary>
    private async Task<PressOutcome?> AskAsync(ButtonPress press, CancellationToken cancellationToken)
    {
        try
        {
            var asked = press with { IsChatAdmin = await rights.IsAdminAsync(press.Chat.Id, press.From.Id, cancellationToken) };
            for (var failures = 1; ; failures++)
            {
                switch (await dialog.PressAsync(asked, cancellationToken))
                {
                    case PressResult.Taken taken:
                        return taken.Outcome;
                    case PressResult.Refused refused:
                        LogRefused(bot.Options.Name, press.UpdateId, refused.Status);
                        return null;
                    default:
                        await Task.Delay(Backoff.ForDialog(failures), time, cancellationToken);
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task ApplyAsync(ButtonPress press, PressOutcome? outcome, CancellationToken cancellationToken)
    {
        if (outcome?.Turn is { } turn)
            await DeliverAsync(turn with { UserId = press.From.Id });
        foreach (var notice in outcome?.Notices ?? [])
            await DeliverAsync(notice);

        if (outcome?.Replacement is { } replacement)
            await new PressedMessage(bot, press, time, logger).ReplaceAsync(replacement, cancellationToken);
    }

    private ValueTask DeliverAsync(TurnRef turn) => deliveries.StartAsync(new TurnArrival(bot, turn) { ReceivedAt = time.GetTimestamp() });

    /// <summary>
    /// Without an answer, the button keeps its progress animation on the user's screen. Telegram rejects late answers, which does no harm.
    /// </summary>
    private async Task AnswerCallbackAsync(string queryId, string? toast, CancellationToken cancellationToken)
    {
        var request = new AnswerCallbackQueryRequest
        {
            CallbackQueryId = queryId,
            Text = toast is null ? null : Utf16Text.Truncate(toast, MaxToastLength),
        };
        await Retry.SendAsync(bot.Api, request, MaxAnswerAttempts, time, cancellationToken, isFinal: failure => failure.RetryAfter > MaxAge);
    }

    [LoggerMessage(LogLevel.Warning, "Dropped update {UpdateId} of {Bot}, a button press, because too many presses are in progress.")]
    private partial void LogDropped(string bot, long updateId);

    [LoggerMessage(LogLevel.Error, "Dialog rejected update {UpdateId} of {Bot}, a button press, with status {Status}.")]
    private partial void LogRefused(string bot, long updateId, int status);

    [LoggerMessage(LogLevel.Error, "Update {UpdateId} of {Bot}, a button press, could not be handled.")]
    private partial void LogFailed(Exception exception, string bot, long updateId);

    private sealed class Lane
    {
        public Task Last { get; set; } = Task.CompletedTask;

        public int Count { get; set; }
    }
}
