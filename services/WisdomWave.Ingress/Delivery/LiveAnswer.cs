using Telegram.Bot.Requests;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Shows an answer while it is being written: "typing" until there is text, then a message that is edited, or a draft.</summary>
internal sealed class LiveAnswer(
    TurnArrival arrival,
    StreamedAnswer answer,
    ReplyMessages messages,
    DeliveryProgress progress,
    DialogClient dialog,
    DeliveryOptions options,
    TimeProvider time)
{
    private static readonly TimeSpan TypingPatience = TimeSpan.FromSeconds(5);

    private readonly Bot _bot = arrival.Bot;

    /// <summary>Returns when the answer is complete or the chat does not accept it.</summary>
    /// <param name="stopping">Ends waiting.</param>
    /// <param name="aborting">Also ends requests in progress, whose result is then unknown.</param>
    public async Task ShowAsync(CancellationToken stopping, CancellationToken aborting)
    {
        if (IsDraft && await new LiveDraft(arrival, answer, progress, dialog, options, time).ShowAsync(stopping, aborting))
            return;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var typing = ShowTypingAsync(done.Token);
        try
        {
            if (arrival.Turn.Style == ReplyStyle.Whole)
                await answer.UntilEndAsync(Timeout.InfiniteTimeSpan, time, stopping);
            else
                await ShowTextAsync(stopping, aborting);
        }
        finally
        {
            await done.CancelAsync();
            await typing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // An answer that already has a message, even an earlier answer's, continues in it.
    private bool IsDraft => arrival.Turn is { Style: ReplyStyle.Drafts, Chat.Kind: ChatKind.Private } && !messages.HasAny;

    private async Task ShowTypingAsync(CancellationToken cancellationToken)
    {
        await answer.UntilEndOrCancelledAsync(options.FirstTextDelay, time, cancellationToken);
        while (!cancellationToken.IsCancellationRequested && !messages.HasText && !answer.Ended.IsCompleted)
        {
            if (_bot.Pacer.TryTake(messages.Chat, SendPriority.Typing, out _))
            {
                var request = new SendChatActionRequest { ChatId = messages.Chat.Id, MessageThreadId = messages.Chat.TopicId, Action = ChatAction.Typing };
                await _bot.Api.SendAsync(request, TypingPatience, cancellationToken);
            }

            await answer.UntilEndOrCancelledAsync(options.TypingInterval, time, cancellationToken);
        }
    }

    private async Task ShowTextAsync(CancellationToken stopping, CancellationToken aborting)
    {
        await answer.ChangedSince(version: 0).WaitAsync(stopping);
        await answer.UntilEndAsync(options.FirstTextDelay, time, stopping);
        var shownVersion = 0L;
        while (!answer.Ended.IsCompleted)
        {
            var (text, version) = answer.Read();
            if (version == shownVersion || string.IsNullOrWhiteSpace(text))
            {
                await answer.ChangedSince(version).WaitAsync(stopping);
                continue;
            }

            var result = await ShowPrefixAsync(text, aborting);
            if (result.Status == SendStatus.Undeliverable)
                return;
            if (result.Status == SendStatus.Sent)
                shownVersion = version;
            await answer.UntilEndAsync(result.Wait, time, stopping);
        }
    }

    private async Task<SendResult> ShowPrefixAsync(string markdown, CancellationToken cancellationToken)
    {
        var priority = messages.HasText ? SendPriority.Edit : SendPriority.First;
        if (!_bot.Pacer.TryTake(messages.Chat, priority, out var wait))
            return SendResult.Retry with { Wait = wait };
        var taken = true;
        var parts = ReplyRenderer.RenderPrefix(markdown);
        for (var part = 0; part < parts.Count; part++)
        {
            var text = new ShownText(parts[part], part == parts.Count - 1 ? StopButton.For(arrival.Turn.Id) : null);
            if (messages.IsFinal(part) || messages.Shows(part, text))
                continue;
            if (!taken && !_bot.Pacer.TryTake(messages.Chat, SendPriority.Edit, out wait))
                return SendResult.Retry with { Wait = wait };
            taken = false;
            var isNew = messages.MessageIdOf(part) is null;
            var result = await messages.ShowAsync(part, text, cancellationToken);
            if (result.Status != SendStatus.Sent)
                return result with { Wait = Longer(result.Wait, Interval) };
            if (isNew)
                await progress.PartShownAsync(part, PartState.Placeholder, cancellationToken);
        }

        return SendResult.Sent with { Wait = Interval };
    }

    private TimeSpan Interval => EditInterval.Of(options, messages.Chat.Kind, messages.FloodWaits);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
