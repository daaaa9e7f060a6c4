using Telegram.Bot.Requests;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>The result of a search for an unconfirmed message.</summary>
/// <param name="Id">Null when it does not exist or was not found.</param>
/// <param name="MayBeLater">Whether it may have a higher id than those that were looked at.</param>
internal readonly record struct LostMessage(int? Id, bool MayBeLater = false);

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
    /// <summary>Probe limit, in addition to one per other unconfirmed send. Beyond it the part is sent again, and the search continues below the new message.</summary>
    private const int MostProbes = 48;

    /// <summary>
    /// How many unused ids above the highest known one end the search, in addition to one per other unconfirmed send. The message may still
    /// be above them: messages of others that are waiting at Telegram have ids that nobody has seen yet.
    /// </summary>
    private const int Slack = 6;

    private const int MostFailures = 8;

    /// <summary>Probe limit of the search below a later message. It is rare, and its range is certain, so it may take longer.</summary>
    private const int MaxProbesBelow = 256;

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
    public Task<LostMessage> FindAsync(ChatAddress chat, int above, int? replyTo, CancellationToken cancellationToken) =>
        SearchAsync(chat, above, below: null, replyTo, cancellationToken);

    /// <summary>
    /// Searches again when the message has been sent a second time, because <see cref="FindAsync"/> was not certain. The second message
    /// limits the range: if the first one exists, it is below.
    /// </summary>
    /// <param name="above">The first message has a higher id.</param>
    /// <param name="below">The id of the second message.</param>
    /// <returns>The id of the first message; null when it does not exist or was not found.</returns>
    public async Task<int?> FindBelowAsync(ChatAddress chat, int above, int below, int? replyTo, CancellationToken cancellationToken) =>
        (await SearchAsync(chat, above, below, replyTo, cancellationToken)).Id;

    private async Task<LostMessage> SearchAsync(ChatAddress chat, int above, int? below, int? replyTo, CancellationToken cancellationToken)
    {
        using var search = bot.Numbers.BeginSearch(chat.Id);
        var known = await dialog.KnownMessagesAsync(turn.Id, above, cancellationToken);
        var from = Math.Max(above, known?.Above ?? 0);
        if (from == 0)
        {
            LogNoRange(turn.Id);
            return default;
        }

        var ids = (known?.Ids ?? []).ToHashSet();
        var highest = Math.Max(Math.Max(bot.Numbers.Highest(chat.Id), from), ids.Count > 0 ? ids.Max() : 0);
        var others = Math.Max(1, Math.Max(known?.Unconfirmed ?? 1, bot.Numbers.Unconfirmed(chat.Id))) - 1;
        var (maxMisses, maxProbes) = below is null ? (Slack + others, MostProbes + others) : (int.MaxValue, MaxProbesBelow);
        var (id, probes) = (from + 1, 0);
        for (var misses = 0; misses < maxMisses && id < Math.Min(search.Below, below ?? int.MaxValue); id++)
        {
            if (ids.Contains(id) || bot.Numbers.IsKnown(chat.Id, id))
                continue;
            if (probes++ == maxProbes || id >= known?.Below)
            {
                LogTooMany(turn.Id, probes - 1);
                return new(null, MayBeLater: true);
            }

            switch (await LookAsync(chat, id, replyTo, cancellationToken))
            {
                case Found.Ours:
                    LogFound(turn.Id, probes);
                    return new(id);
                case Found.Refused:
                    return default;
                case Found.Other:
                    misses = 0;
                    break;
                default:
                    misses += id > highest ? 1 : 0;
                    break;
            }
        }

        LogNotFound(turn.Id, probes, from, id);
        return new(null, MayBeLater: id < search.Below);
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

    [LoggerMessage(LogLevel.Information, "An unconfirmed message of turn {TurnId} is not between the ids {Above} and {Below} ({Probes} probes).")]
    private partial void LogNotFound(Guid turnId, int probes, int above, int below);

    [LoggerMessage(LogLevel.Warning, "Did not find an unconfirmed message of turn {TurnId} with {Probes} probes; it may appear twice.")]
    private partial void LogTooMany(Guid turnId, int probes);

    [LoggerMessage(LogLevel.Warning, "Cannot search for an unconfirmed message of turn {TurnId}, because no earlier message id is known. It is sent again and may appear twice.")]
    private partial void LogNoRange(Guid turnId);

    [LoggerMessage(LogLevel.Warning, "Telegram rejects the search for an unconfirmed message of turn {TurnId} ({Reason}). It is sent again and may appear twice.")]
    private partial void LogRefused(Guid turnId, string reason);
}
