using Telegram.Bot.Requests;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Finds a message whose send was not confirmed, although Telegram may have accepted it. The Bot API cannot look up messages, but
/// editing the keyboard of an id reveals whether the bot owns a message with this id.
/// </summary>
/// <remarks>
/// Results of <c>editMessageReplyMarkup</c>: success or "message is not modified" for the bot's own message, "message can't be edited"
/// for another sender's, "message to edit not found" when the chat has no message with this id.
/// </remarks>
internal sealed partial class LostMessageSearch(TurnRef turn, Bot bot, DialogClient dialog, TimeProvider time, ILogger logger)
{
    /// <summary>Probe limit, in addition to one per other unconfirmed send. Beyond it the part is sent again.</summary>
    private const int MostProbes = 48;

    /// <summary>How many unused ids above the highest known one end the search, in addition to one per other unconfirmed send.</summary>
    private const int Slack = 6;

    private const int MostFailures = 8;

    private enum Found
    {
        Ours,

        /// <summary>A message of another answer or another sender.</summary>
        Other,

        Nothing,

        Refused,
    }

    /// <param name="chat">The chat to search.</param>
    /// <param name="above">The message has a higher id.</param>
    /// <param name="replyTo">The message it replies to; null for none.</param>
    /// <returns>The message's id; null when it does not exist or was not found.</returns>
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

        LogNotFound(turn.Id, probes, from, id);
        return null;
    }

    private async Task<Found> LookAsync(ChatAddress chat, int id, int? replyTo, CancellationToken cancellationToken)
    {
        // In a group the bot answers several users, and only a changed message is returned with the message it replies to. So the probe changes
        // the keyboard.
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

    [LoggerMessage(LogLevel.Information, "Found an unconfirmed message of turn {TurnId} with {Probes} probes.")]
    private partial void LogFound(Guid turnId, int probes);

    [LoggerMessage(LogLevel.Information, "Telegram did not accept an unconfirmed message of turn {TurnId}, by {Probes} probes between the ids {Above} and {Below}. It is sent again.")]
    private partial void LogNotFound(Guid turnId, int probes, int above, int below);

    [LoggerMessage(LogLevel.Warning, "Did not find an unconfirmed message of turn {TurnId} with {Probes} probes. It is sent again and may appear twice.")]
    private partial void LogTooMany(Guid turnId, int probes);

    [LoggerMessage(LogLevel.Warning, "Cannot search for an unconfirmed message of turn {TurnId}, because no earlier message id is known. It is sent again and may appear twice.")]
    private partial void LogNoRange(Guid turnId);

    [LoggerMessage(LogLevel.Warning, "Telegram rejects the search for an unconfirmed message of turn {TurnId} ({Reason}). It is sent again and may appear twice.")]
    private partial void LogRefused(Guid turnId, string reason);
}
