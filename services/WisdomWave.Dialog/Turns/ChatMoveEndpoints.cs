using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Storage;
using WisdomWave.ServiceDefaults.OpenApi;

namespace WisdomWave.Dialog.Turns;

/// <summary>Moves a group's data when it becomes a supergroup, which gives it another chat id.</summary>
internal static class ChatMoveEndpoints
{
    // Rows that already exist under the new id are kept: the notice of the move may arrive after the first message there.
    private static readonly string[] Moves =
    [
        """
        UPDATE "Conversations" SET "ChatId" = ?3 WHERE "BotId" = ?1 AND "ChatId" = ?2 AND NOT EXISTS (
            SELECT 1 FROM "Conversations" AS "Moved" WHERE "Moved"."BotId" = ?1 AND "Moved"."ChatId" = ?3
                AND "Moved"."TopicId" = "Conversations"."TopicId" AND "Moved"."UserId" = "Conversations"."UserId")
        """,
        """
        UPDATE "Usage" SET "ChatId" = ?3 WHERE "BotId" = ?1 AND "ChatId" = ?2 AND NOT EXISTS (
            SELECT 1 FROM "Usage" AS "Moved" WHERE "Moved"."BotId" = ?1 AND "Moved"."ChatId" = ?3
                AND "Moved"."PersonId" = "Usage"."PersonId" AND "Moved"."Day" = "Usage"."Day" AND "Moved"."Model" = "Usage"."Model")
        """,
    ];

    public static void MapChatMoves(this IEndpointRouteBuilder routes) =>
        routes.MapPut("/bots/{botId:long}/chats/{chatId:long}/successor/{newChatId:long}", Move)
            .Describe("MoveChat", "Moves a group's data to the new id that it has as a supergroup.");

    private static async Task<NoContent> Move(
        long botId, long chatId, long newChatId, DatabaseWriter writer, ChatSettingsStore settings, AccessList access, TimeProvider time)
    {
        await settings.MoveAsync(botId, chatId, newChatId);
        var rule = access.RuleToMove(botId, chatId, newChatId);
        var now = time.GetUtcNow();
        await writer.WriteAsync(
            session =>
            {
                foreach (var move in Moves)
                    session.Send(move, botId, chatId, newChatId);
                if (rule is { } isAllowed)
                    AccessWrites.Set(session, access.ListOf(botId), newChatId, new AccessRule(isAllowed) { Since = now });
                return true;
            },
            CancellationToken.None);
        if (rule is { } moved)
            access.Set(botId, newChatId, new AccessRule(moved) { Since = now });
        return TypedResults.NoContent();
    }
}
