using Telegram.Bot.Requests;
using Telegram.Bot.Types.Enums;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>Who may change a group's settings. Telegram is asked now and then, not at every command.</summary>
internal sealed class ChatAdmins(TelegramApi api, TimeProvider time)
{
    private const int MostRemembered = 4096;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(long Chat, long Person), (bool IsAdmin, DateTimeOffset Until)> _known = [];

    /// <summary>False too when Telegram does not say.</summary>
    public async ValueTask<bool> IsAdminAsync(ChatAddress chat, Person person, CancellationToken cancellationToken)
    {
        // The group itself is the name behind which its admins write; other chats that write in it are guests.
        if (chat.Kind == ChatKind.Private || person.Id == chat.Id)
            return true;
        if (person.Id < 0)
            return false;
        lock (_gate)
        {
            if (_known.TryGetValue((chat.Id, person.Id), out var known) && known.Until > time.GetUtcNow())
                return known.IsAdmin;
        }

        var (member, failure) = await api.SendAsync(new GetChatMemberRequest { ChatId = chat.Id, UserId = person.Id }, Patience, cancellationToken);
        if (failure is not null)
            return false;
        var isAdmin = member!.Status is ChatMemberStatus.Creator or ChatMemberStatus.Administrator;
        lock (_gate)
        {
            // Beginning anew costs one request for each who is still there.
            if (_known.Count >= MostRemembered)
                _known.Clear();
            _known[(chat.Id, person.Id)] = (isAdmin, time.GetUtcNow() + Remembered);
        }

        return isAdmin;
    }
}
