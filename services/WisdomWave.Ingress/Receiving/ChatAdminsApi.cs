using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>Tells dialog who administers a group, at the moment when that matters.</summary>
internal static class ChatAdminsApi
{
    public static void MapChatAdmins(this IEndpointRouteBuilder routes) => routes.MapGet("/bots/{botId:long}/chats/{chatId:long}/admins/{personId:long}", Get);

    /// <summary>204: the person administers the chat. 404: not, or Telegram does not say.</summary>
    private static async Task<Results<NoContent, NotFound>> Get(long botId, long chatId, long personId, BotFleet bots, CancellationToken cancellationToken) =>
        bots.Find(botId) is { } api && await new ChatAdmins(api).IsAdminAsync(chatId, personId, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}
