using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>A person in a chat that they can use.</summary>
internal sealed record Participant(ChatRoom Room, User Person)
{
    /// <summary>Telegram's account for messages that an admin writes in the group's name.</summary>
    private static readonly User AnonymousAdmin = new() { Id = 1087968824, IsBot = true, FirstName = "Group", Username = "GroupAnonymousBot" };

    public static Participant? Find(World world, long chatId, long? botId, long personId) =>
        world.TryFindBot(botId, out var bot) && world.TryFindPerson(personId, out var person) && world.RoomOf(chatId, bot) is { MigratedTo: null } room
            && (!room.IsPrivate || personId == chatId)
            ? new Participant(room, person)
            : null;

    /// <summary>Creates a message without content.</summary>
    public Message NewMessage(int? replyTo = null, int? threadId = null, bool anonymous = false)
    {
        Message? answered = null;
        if (replyTo is { } target && Room.TryFind(target, out var found))
            answered = found with { ReplyToMessage = null };
        var thread = threadId ?? (answered?.IsTopicMessage == true ? answered.MessageThreadId : null);
        return new Message
        {
            MessageId = 0,
            Date = 0,
            Chat = Room.Info,
            From = anonymous ? AnonymousAdmin : Person,
            SenderChat = anonymous ? Room.Info : null,
            ReplyToMessage = answered,
            MessageThreadId = thread,
            IsTopicMessage = thread is null ? null : true,
        };
    }
}
