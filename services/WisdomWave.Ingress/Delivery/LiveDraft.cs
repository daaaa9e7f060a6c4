using System.Buffers.Binary;
using Telegram.Bot.Requests;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Streams an answer into Telegram's message draft: first "Thinking…", then text. A draft disappears by itself and leaves no message,
/// so nothing is reported to dialog.
/// </summary>
internal sealed class LiveDraft(
    TurnArrival arrival, StreamedAnswer answer, DeliveryProgress progress, DialogClient dialog, DeliveryOptions options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Bot _bot = arrival.Bot;
    private long? _shownVersion;
    private bool _hasText;
    private long _shownAt;
    private int _failures;
    private int _floodWaits;

    /// <summary>Returns when the answer is complete.</summary>
    /// <returns>False as soon as Telegram rejects drafts: show the answer in another way.</returns>
    public async Task<bool> ShowAsync(CancellationToken stopping, CancellationToken aborting)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var stop = StopTurnWhenRequestedAsync(done.Token);
        try
        {
            await answer.UntilEndAsync(options.FirstTextDelay, time, stopping);
            while (!answer.Ended.IsCompleted && !arrival.StopRequested.Task.IsCompleted)
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

    /// <summary>The time until the next update; null when Telegram rejects drafts.</summary>
    private async Task<TimeSpan?> TryShowAsync(string markdown, long version, CancellationToken cancellationToken)
    {
        // Show the end of a long answer, because that is where it grows.
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
                progress.TextShown();
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
        // Keeps the draft visible until the final message replaces it.
        KeepOnStop = true,
    };

    private async Task UntilChangedAsync(long version, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(answer.ChangedSince(version), arrival.StopRequested.Task, Task.Delay(longest, time, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task StopTurnWhenRequestedAsync(CancellationToken cancellationToken)
    {
        await arrival.StopRequested.Task.WaitAsync(cancellationToken);
        await Retry.UntilAsync(
            async () => await dialog.StopTurnAsync(arrival.Turn.Id, cancellationToken) is not null, Backoff.After, time, cancellationToken);
    }
}

/// <summary>The id of a turn's draft. Derived from the turn, so that a Stop pressed during a restart still finds it.</summary>
internal static class DraftId
{
    public static long Of(Guid turn)
    {
        Span<byte> bytes = stackalloc byte[16];
        turn.TryWriteBytes(bytes);
        // The last bytes of a version-7 GUID are random. Zero is not a valid draft id.
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) % int.MaxValue + 1L;
    }
}
