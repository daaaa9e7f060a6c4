using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>Albums of which a message concerns the bot: only one of an album's messages has the caption, the others belong to it.</summary>
internal sealed class AddressedAlbums
{
    // They come within a moment of each other.
    private const int MostRemembered = 256;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<(long Chat, string Album), AddressedBy> _known = [];

    public void Remember(Message message, AddressedBy reason)
    {
        if (message.MediaGroupId is not { } album)
            return;
        lock (_gate)
        {
            if (_known.Count == MostRemembered)
                _known.RemoveAt(0);
            _known[(message.Chat.Id, album)] = reason;
        }
    }

    public AddressedBy? ReasonOf(Message message)
    {
        if (message.MediaGroupId is not { } album)
            return null;
        lock (_gate)
            return _known.TryGetValue((message.Chat.Id, album), out var reason) ? reason : null;
    }
}
