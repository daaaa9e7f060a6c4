namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// How Telegram numbers messages: in private chats and basic groups by one counter for the bot's account over all its chats, in
/// supergroups and channels by one counter for each chat. Numbers rise with time.
/// </summary>
public static class MessageCounters
{
    /// <summary>Ids of supergroups and channels are this or below (core.telegram.org/api/bots/ids).</summary>
    public const long HighestSupergroupId = -1_000_000_000_000;

    /// <summary>Whether the chat has a counter of its own.</summary>
    public static bool HasOwn(long chatId) => chatId <= HighestSupergroupId;
}
