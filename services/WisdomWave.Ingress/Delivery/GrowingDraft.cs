using Telegram.Bot.Requests;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Shows an answer while it is being written in Telegram's own draft, which fades by itself: "Thinking…" first, then text. Nothing of
/// it stays, so nothing is reported.
/// </summary>
internal sealed class GrowingDraft(
    TurnArrival arrival, StreamedAnswer answer, Action textShown, DialogClient dialog, DeliveryOptions options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Bot _bot = arrival.Bot;
    private long? _shownVersion;
    private bool _hasText;
    private long _shownAt;
    private int _failures;
    private int _floodWaits;

    /// <summary>Ends when the answer is complete.</summary>
    /// <returns>False as soon as Telegram refuses: the answer is to be shown otherwise.</returns>
    public async Task<bool> ShowAsync(CancellationToken stopping, CancellationToken aborting)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var stop = StopWhenAskedAsync(done.Token);
        try
        {
            await answer.UntilEndAsync(options.FirstTextDelay, time, stopping);
            while (!answer.Ended.IsCompleted && !arrival.StopAsked.Task.IsCompleted)
            {
                var (markdown, version) = answer.Read();
                if (version == _shownVersion && options.DraftRenewal - time.GetElapsedTime(_shownAt) is { Ticks: > 0 } left)
                {
                    await UntilChangedAsync(version, left, stopping);
                    continue;
                }

                if (await TryShowAsync(markdown, version, aborting) is not { } wait)
                    return false;
                await answer.UntilEndAsync(wait, time, stopping);
            }

            await answer.UntilEndAsync(Timeout.InfiniteTimeSpan, time, stopping);
            return true;
        }
        finally
        {
            await done.CancelAsync();
            await stop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How long to wait before the next try; null when Telegram will not have drafts.</summary>
    private async Task<TimeSpan?> TryShowAsync(string markdown, long version, CancellationToken cancellationToken)
    {
        // Of a long answer the end, where it grows.
        var text = ReplyRenderer.RenderPrefix(markdown) is [.., var last] ? last : FormattedText.Empty;
        var priority = text.Text.Length == 0 ? SendPriority.Typing : _hasText ? SendPriority.Edit : SendPriority.First;
        if (!_bot.Pacer.TryTake(arrival.Turn.Chat, priority, out var wait))
            return wait;
        var (_, failure) = await _bot.Api.SendAsync(DraftOf(text), Patience, cancellationToken);
        switch (failure?.Kind)
        {
            case null:
                (_shownVersion, _shownAt, _failures) = (version, time.GetTimestamp(), 0);
                _hasText = text.Text.Length > 0;
                if (!_hasText)
                    return TimeSpan.Zero;
                textShown();
                return Interval;
            case TelegramFailureKind.FloodWait:
                _bot.Pacer.Hold(arrival.Turn.Chat, failure.RetryAfter!.Value);
                _floodWaits++;
                return failure.RetryAfter.Value > Interval ? failure.RetryAfter.Value : Interval;
            case TelegramFailureKind.Unavailable:
                return Backoff.After(++_failures);
            default:
                return null;
        }
    }

    private TimeSpan Interval => EditInterval.Of(options, ChatKind.Private, _floodWaits);

    private SendMessageDraftRequest DraftOf(FormattedText text) => new()
    {
        ChatId = arrival.Turn.Chat.Id,
        MessageThreadId = arrival.Turn.Chat.TopicId,
        DraftId = DraftId.Of(arrival.Turn.Id),
        Text = text.Text,
        Entities = MessageEntities.Of(text),
        CanStop = true,
        // Until the message comes that keeps it.
        KeepOnStop = true,
    };

    private async Task UntilChangedAsync(long version, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(answer.ChangedSince(version), arrival.StopAsked.Task, Task.Delay(longest, time, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task StopWhenAskedAsync(CancellationToken cancellationToken)
    {
        await arrival.StopAsked.Task.WaitAsync(cancellationToken);
        for (var failures = 1; await dialog.StopAsync(arrival.Turn.Id, cancellationToken) is null; failures++)
            await Task.Delay(Backoff.After(failures), time, cancellationToken);
    }
}
