using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Pinning;

internal static class PinWrites
{
    private const string AddPin = """
        INSERT INTO "Pins" ("ConversationId", "MessageId", "Text", "PersonId")
        SELECT "Id", ?5, ?6, ?7 FROM "Conversations" WHERE "BotId" = ?1 AND "ChatId" = ?2 AND "TopicId" = ?3 AND "UserId" = ?4
        ON CONFLICT ("ConversationId", "MessageId") DO UPDATE SET "Text" = excluded."Text", "PersonId" = excluded."PersonId", "ForgottenIn" = NULL
        RETURNING "Id"
        """;

    private const string RemovePin = """
        DELETE FROM "Pins" WHERE "Id" = ?1
        """;

    /// <returns>The pin's id.</returns>
    public static long Add(WriteSession session, ConversationKey key, int messageId, string text, long userId) =>
        (long)session.Scalar(AddPin, key.BotId, key.ChatId, key.TopicId, key.UserId, messageId, text, userId)!;

    public static bool Remove(WriteSession session, long pinId) => session.Erase(RemovePin, pinId) > 0;
}
