using Telegram.Bot.Requests;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Finds a message that Telegram may have taken although its answer never came: the Bot API has no method to ask, but an edit of a
/// keyboard tells what stands under an id.
/// </summary>
/// <remarks>
/// What <c>editMessageReplyMarkup</c> answers: success or "message is not modified" for a message of the bot, "message can't be
/// edited" for somebody else's, "message to edit not found" where the chat has no message of that id.
/// </remarks>
internal sealed partial class LostMessageSearch(TurnRef turn, Bot bot, DialogClient dialog, TimeProvider time, ILogger logger)
{
    /// <summary>More ids than that, besides those of other sends that are not confirmed, are not worth the waiting: then the part is sent again.</summary>
    private const int MostProbes = 48;

    /// <summary>How many ids above the highest known one may be missing, besides those of sends that are not confirmed: messages that have not come yet.</summary>
    private const int Slack = 6;

    private const int MostFailures = 8;

    private enum Found
    {
        Ours,

        /// <summary>Another answer's message, or another person's.</summary>
        Other,

        Nothing,

        Refused,
    }

    /// <param name="chat">Where it may stand.</param>
    /// <param name="above">It has a higher id than this one.</param>
    /// <param name="replyTo">The message that it replies to; null when it replies to none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id; null when there is none, or when it cannot be found.</returns>
    public async Task<int?> FindAsync(ChatAddress chat, int above, int? replyTo, CancellationToken cancellationToken)
    {
        using var search = bot.Numbers.BeginSearch(chat.Id);
        var known = await dialog.KnownMessagesAsync(turn.Id, above, cancellationToken);
        var from = Math.Max(above, known?.Above ?? 0);
        if (from == 0)
        {
            LogNoRange(turn.Id);
            return null;
        }

        var ids = (known?.Ids ?? []).ToHashSet();
        var highest = Math.Max(Math.Max(bot.Numbers.Highest(chat.Id), from), ids.Count > 0 ? ids.Max() : 0);
        var others = Math.Max(1, Math.Max(known?.Unconfirmed ?? 1, bot.Numbers.Unconfirmed(chat.Id))) - 1;
        var (id, probes) = (from + 1, 0);
        for (var misses = 0; misses < Slack + others && id < search.Below; id++)
        {
            if (ids.Contains(id) || bot.Numbers.IsKnown(chat.Id, id))
                continue;
            if (probes++ == MostProbes + others || id >= known?.Below)
            {
                LogTooMany(turn.Id, probes - 1);
                return null;
            }

            switch (await LookAsync(chat, id, replyTo, cancellationToken))
            {
                case Found.Ours:
                    LogFound(turn.Id, probes);
                    return id;
                case Found.Refused:
                    return null;
                case Found.Other:
                    misses = 0;
                    break;
                default:
                    misses += id > highest ? 1 : 0;
                    break;
            }
        }

        LogNotThere(turn.Id, from, id, probes);
        return null;
    }

    private async Task<Found> LookAsync(ChatAddress chat, int id, int? replyTo, CancellationToken cancellationToken)
    {
        // In a group the bot answers several people: only the changed message tells whom it replies to, so something has to change.
        var mark = chat.Kind == ChatKind.Private ? null : Keyboards.Of(StopButton.For(turn.Id));
        for (var failures = 1; ; failures++)
        {
            await bot.Pacer.TakeProbeAsync(chat, cancellationToken);
            var request = new EditMessageReplyMarkupRequest { ChatId = chat.Id, MessageId = id, ReplyMarkup = mark };
            var (message, failure) = await bot.Api.SendAsync(request, cancellationToken);
            switch (failure?.Kind)
            {
                case null when mark is not null && message!.ReplyToMessage?.Id != replyTo:
                    await bot.Api.SendAsync(new EditMessageReplyMarkupRequest { ChatId = chat.Id, MessageId = id }, cancellationToken);
                    return Found.Other;
                case null or TelegramFailureKind.NotModified:
                    return Found.Ours;
                case TelegramFailureKind.MessageGone when failure.Reason.Contains("can't be edited", StringComparison.OrdinalIgnoreCase):
                    bot.Numbers.Note(chat.Id, id);
                    return Found.Other;
                case TelegramFailureKind.MessageGone:
                    return Found.Nothing;
                case TelegramFailureKind.FloodWait when failures < MostFailures:
                    bot.Pacer.Hold(chat, failure.RetryAfter!.Value);
                    break;
                case TelegramFailureKind.Unavailable when failures < MostFailures:
                    await Task.Delay(Backoff.After(failures), time, cancellationToken);
                    break;
                default:
                    LogRefused(turn.Id, failure.Reason);
                    return Found.Refused;
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "A message of turn {TurnId} whose send was not confirmed was found in its chat with {Probes} probes.")]
    private partial void LogFound(Guid turnId, int probes);

    [LoggerMessage(LogLevel.Information, "A message of turn {TurnId} whose send was not confirmed is not in its chat: {Probes} probes between {Above} and {Below} say so. It is sent again.")]
    private partial void LogNotThere(Guid turnId, int above, int below, int probes);

    [LoggerMessage(LogLevel.Warning, "A message of turn {TurnId} whose send was not confirmed was not found with {Probes} probes. It is sent again and may stand in the chat twice.")]
    private partial void LogTooMany(Guid turnId, int probes);

    [LoggerMessage(LogLevel.Warning, "A message of turn {TurnId} whose send was not confirmed cannot be looked for, because no message id before it is known. It is sent again and may stand in the chat twice.")]
    private partial void LogNoRange(Guid turnId);

    [LoggerMessage(LogLevel.Warning, "Telegram refuses to say whether it took a message of turn {TurnId} ({Reason}). It is sent again and may stand in the chat twice.")]
    private partial void LogRefused(Guid turnId, string reason);
}
