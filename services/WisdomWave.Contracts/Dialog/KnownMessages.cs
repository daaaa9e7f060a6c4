namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// Message ids that dialog knows to be in use near a message whose send was not confirmed
/// (<c>GET /turns/{turn}/known-messages?above={id}</c>). The lost message has none of these ids.
/// </summary>
/// <param name="Above">The lost message has a higher id.</param>
/// <param name="Below">Only search below this id; null when <paramref name="Ids"/> is complete.</param>
/// <param name="Ids">Used ids of the same counter (<see cref="MessageCounters"/>), ascending.</param>
/// <param name="Unconfirmed">Number of unconfirmed sends in that counter, including this one. Each may have taken an id.</param>
public sealed record KnownMessages(int Above, int? Below, IReadOnlyList<int> Ids, int Unconfirmed);

/// <summary>
/// How Telegram numbers messages: private chats and basic groups share one counter per bot account, each supergroup and channel has its
/// own counter. Ids grow over time.
/// </summary>
public static class MessageCounters
{
    /// <summary>The ids of supergroups and channels are at or below this value (core.telegram.org/api/bots/ids).</summary>
    public const long HighestSupergroupId = -1_000_000_000_000;

    /// <summary>Whether the chat has its own counter.</summary>
    public static bool HasOwn(long chatId) => chatId <= HighestSupergroupId;
}
