using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>A person in a chat that is open to them.</summary>
internal sealed record Place(ChatRoom Room, User Person)
{
    /// <summary>Telegram's own account behind "the group wrote this".</summary>
    private static readonly User AnonymousAdmin = new() { Id = 1087968824, IsBot = true, FirstName = "Group", Username = "GroupAnonymousBot" };

    public static Place? Find(World world, long chatId, long? botId, long personId) =>
        world.TryFindBot(botId, out var bot) && world.TryFindPerson(personId, out var person) && world.RoomOf(chatId, bot) is { MigratedTo: null } room
            && (!room.IsPrivate || personId == chatId)
            ? new Place(room, person)
            : null;

    /// <summary>What all messages of this person here share; the content is still to come.</summary>
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
