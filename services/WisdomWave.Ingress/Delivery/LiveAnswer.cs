using Telegram.Bot.Requests;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Shows an answer while it is being written: typing until there is text, then a message that grows edit by edit.</summary>
internal sealed class LiveAnswer(
    Bot bot, StreamedAnswer answer, ReplyMessages messages, Func<int, PartState, Task> shown, DeliveryOptions options, TimeProvider time)
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TypingPatience = TimeSpan.FromSeconds(5);

    /// <summary>Ends when the answer is complete, or when the chat will not have it.</summary>
    /// <param name="stopping">Ends the waiting.</param>
    /// <param name="aborting">Ends a request under way too, of which nobody then knows whether it was carried out.</param>
    public async Task ShowAsync(CancellationToken stopping, CancellationToken aborting)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var typing = ShowTypingAsync(done.Token);
        try
        {
            await ShowTextAsync(stopping, aborting);
        }
        finally
        {
            await done.CancelAsync();
            await typing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ShowTypingAsync(CancellationToken cancellationToken)
    {
        await UntilEndAsync(options.FirstTextDelay, cancellationToken);
        while (!messages.HasAny && !answer.Ended.IsCompleted)
        {
            if (bot.Pacer.TryTake(messages.Chat, SendPriority.Typing, out _))
            {
                var request = new SendChatActionRequest { ChatId = messages.Chat.Id, MessageThreadId = messages.Chat.TopicId, Action = ChatAction.Typing };
                await bot.Api.SendAsync(request, TypingPatience, cancellationToken);
            }

            await UntilEndAsync(options.TypingInterval, cancellationToken);
        }
    }

    private async Task ShowTextAsync(CancellationToken stopping, CancellationToken aborting)
    {
        await answer.ChangedSince(version: 0).WaitAsync(stopping);
        await UntilEndAsync(options.FirstTextDelay, stopping);
        var shownVersion = 0L;
        while (!answer.Ended.IsCompleted)
        {
            var (text, version) = answer.Read();
            if (version == shownVersion || string.IsNullOrWhiteSpace(text))
            {
                await answer.ChangedSince(version).WaitAsync(stopping);
                continue;
            }

            var showing = await ShowPrefixAsync(text, aborting);
            if (showing.Result is ShowingResult.Undeliverable or ShowingResult.Halted)
                return;
            if (showing.Result == ShowingResult.Shown)
                shownVersion = version;
            await UntilEndAsync(showing.Wait, stopping);
        }
    }

    private async Task<Showing> ShowPrefixAsync(string markdown, CancellationToken cancellationToken)
    {
        var priority = messages.HasAny ? SendPriority.Edit : SendPriority.First;
        if (!bot.Pacer.TryTake(messages.Chat, priority, out var wait))
            return Showing.Again with { Wait = wait };
        var taken = true;
        var parts = ReplyRenderer.RenderPrefix(markdown);
        for (var part = 0; part < parts.Count; part++)
        {
            var stoppable = part == parts.Count - 1;
            if (messages.IsFinal(part) || messages.Shows(part, parts[part], stoppable))
                continue;
            if (!taken && !bot.Pacer.TryTake(messages.Chat, SendPriority.Edit, out wait))
                return Showing.Again with { Wait = wait };
            taken = false;
            var isNew = messages.MessageIdOf(part) is null;
            var showing = await messages.ShowAsync(part, parts[part], stoppable, cancellationToken);
            if (showing.Result != ShowingResult.Shown)
                return showing with { Wait = Longer(showing.Wait, Interval) };
            if (isNew)
                await shown(part, PartState.Placeholder);
        }

        return Showing.Shown with { Wait = Interval };
    }

    /// <summary>Between two edits; twice as long after each flood wait.</summary>
    private TimeSpan Interval
    {
        get
        {
            var interval = messages.Chat.Kind == ChatKind.Private ? options.PrivateInterval : options.GroupInterval;
            return messages.FloodWaits == 0 ? interval : Shorter(interval * (1 << Math.Min(messages.FloodWaits, 10)), LongestInterval);
        }
    }

    private async Task UntilEndAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(answer.Ended, Task.Delay(longest, time, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
