using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.BotApi;

/// <summary>The chat and topic of a call.</summary>
internal sealed record Target(ChatRoom Room, int? ThreadId)
{
    /// <summary>Finds the chat and topic, or returns Telegram's error.</summary>
    public static (Target? Target, BotReply? Problem) Find(World world, BotCall call, bool typing = false)
    {
        if (call.Parameters.Text("chat_id") is not { Length: > 0 })
            return (null, BotReply.BadRequest("chat_id is empty"));
        if (call.Parameters.Number("chat_id") is not { } chatId || world.RoomFor(call.Bot, chatId) is not { } room)
            return (null, BotReply.BadRequest("chat not found"));
        if (room.MigratedTo is { } newId)
            return (null, BotReply.Error(400, "Bad Request: group chat was upgraded to a supergroup chat", new() { MigrateToChatId = newId }));
        if (room.Blocked)
            return (null, BotReply.Forbidden(room.IsPrivate ? "bot was blocked by the user" : $"bot was kicked from the {room.Info.Type} chat"));

        // The General topic has ID 1: a send must omit it, but the typing action may name it.
        var threadId = (int?)call.Parameters.Number("message_thread_id");
        if (threadId is { } id && !room.HasTopic(id) && !(typing && id == 1 && room.IsForum))
            return (null, BotReply.BadRequest("message thread not found"));
        return (new Target(room, threadId), null);
    }
}
