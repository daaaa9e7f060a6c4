using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>
/// Recognizes messages that belong to an addressed one without addressing the bot themselves: the rest of an album, where only one
/// picture has the caption, and the next pieces of a long text that the client split, where only the first piece has the mention.
/// </summary>
internal sealed class RecentlyAddressed
{
    // Related messages arrive within seconds of each other.
    private const int MostRemembered = 256;

    /// <summary>UTF-16 units. A shorter text was not split by the client; dialog uses the same limit to join pieces.</summary>
    private const int ShortestPiece = 3000;

    private static readonly TimeSpan BetweenPieces = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, (AddressedBy Reason, DateTime At)> _known = [];

    public void Remember(Message message, AddressedBy reason)
    {
        if (KeyOf(message) is not { } key)
            return;
        lock (_gate)
        {
            _known.Remove(key);
            // A clearly shorter piece is the last one.
            if (message.MediaGroupId is null && message.Text!.Length < ShortestPiece)
                return;
            if (_known.Count == MostRemembered)
                _known.RemoveAt(0);
            _known[key] = (reason, message.Date);
        }
    }

    public AddressedBy? ReasonOf(Message message)
    {
        if (KeyOf(message) is not { } key)
            return null;
        lock (_gate)
        {
            return _known.TryGetValue(key, out var known) && (message.MediaGroupId is not null || message.Date - known.At <= BetweenPieces)
                ? known.Reason
                : null;
        }
    }

    private static string? KeyOf(Message message) => message switch
    {
        { MediaGroupId: { } album } => $"{message.Chat.Id}/{album}",
        { Text: not null, From: { IsBot: false } person, SenderChat: null, ForwardOrigin: null, ReplyToMessage: null or { ForumTopicCreated: not null } }
            when CommandText.Target(message) is null =>
            $"{message.Chat.Id}/{message.MessageThreadId}/{person.Id}",
        _ => null,
    };
}
