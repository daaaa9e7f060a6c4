using Telegram.Bot.Requests;
using Telegram.Bot.Types.Enums;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>Who administers a group. Telegram is asked each time, because somebody may have been demoted a moment ago.</summary>
internal sealed class ChatAdmins(TelegramApi api)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What is certain without asking: everybody administers their private chat, and only admins write as the group itself.</summary>
    public static bool IsCertain(long chatId, long personId) => chatId > 0 || personId == chatId;

    /// <summary>False too when Telegram does not say.</summary>
    public async ValueTask<bool> IsAdminAsync(long chatId, long personId, CancellationToken cancellationToken)
    {
        if (IsCertain(chatId, personId))
            return true;
        // Other chats that write in a group are guests.
        if (personId < 0)
            return false;
        var (member, failure) = await api.SendAsync(new GetChatMemberRequest { ChatId = chatId, UserId = personId }, Patience, cancellationToken);
        return failure is null && member!.Status is (ChatMemberStatus.Creator or ChatMemberStatus.Administrator);
    }
}
