using Microsoft.AspNetCore.Http.HttpResults;
using Telegram.Bot.Requests;
using Telegram.Bot.Types.Enums;
using WisdomWave.Ingress.Bots;
using WisdomWave.ServiceDefaults.OpenApi;

namespace WisdomWave.Ingress.Receiving;

/// <summary>Finds out who is an admin of a group. Asks Telegram each time, because rights may have changed a moment ago.</summary>
internal sealed class ChatAdmins(TelegramApi api)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>True without asking Telegram: everybody is an admin of their private chat, and only admins write as the group itself.</summary>
    public static bool IsCertain(long chatId, long userId) => chatId > 0 || userId == chatId;

    /// <returns>Null when Telegram does not answer.</returns>
    public async Task<bool?> IsAdminAsync(long chatId, long userId, CancellationToken cancellationToken)
    {
        if (IsCertain(chatId, userId))
            return true;
        // Other chats that write in a group are not members.
        if (userId < 0)
            return false;
        var (member, failure) = await api.SendAsync(new GetChatMemberRequest { ChatId = chatId, UserId = userId }, Patience, cancellationToken);
        return failure is null ? member!.Status is ChatMemberStatus.Creator or ChatMemberStatus.Administrator : null;
    }
}

/// <summary>Tells dialog whether a user is an admin of a group.</summary>
internal static class ChatAdminEndpoints
{
    public static void MapChatAdmins(this IEndpointRouteBuilder routes) => routes.MapGet("/bots/{botId:long}/chats/{chatId:long}/admins/{userId:long}", Get)
        .Describe("IsChatAdmin", "Says whether a person administers a chat: 204 if so, otherwise 404.");

    /// <summary>204: the user is an admin. 404: the user is not an admin, or Telegram does not answer.</summary>
    private static async Task<Results<NoContent, NotFound>> Get(long botId, long chatId, long userId, BotFleet bots, CancellationToken cancellationToken) =>
        bots.Find(botId) is { } api && await new ChatAdmins(api).IsAdminAsync(chatId, userId, cancellationToken) is true
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}
