using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.BotApi.Membership;

/// <summary>The methods that return chats and their members.</summary>
internal sealed class MembershipMethods(World world)
{
    public BotReply GetChat(BotCall call) => InRoom(call, room => BotReply.Done(new ChatFullInfo
    {
        Id = room.Info.Id,
        Type = room.Info.Type,
        Title = room.Info.Title,
        Username = room.Info.Username,
        FirstName = room.Info.FirstName,
        IsForum = room.Info.IsForum,
        PinnedMessage = room.Pinned,
    }, WireJson.Default.ChatFullInfo));

    public BotReply GetMember(BotCall call) => InRoom(call, room =>
    {
        var userId = call.Parameters.Number("user_id") ?? 0;
        return Find(userId) is { } user ? BotReply.Done(Member(room, user), WireJson.Default.ChatMember) : BotReply.BadRequest("member not found");
    });

    public BotReply GetAdministrators(BotCall call) => InRoom(call, room =>
    {
        if (room.IsPrivate)
            return BotReply.BadRequest("there are no administrators in the private chat");
        var administrators = room.Statuses
            .Where(entry => entry.Value is "creator" or "administrator")
            .Select(entry => Find(entry.Key))
            .OfType<User>()
            .Select(user => Member(room, user));
        return BotReply.Done([.. administrators], WireJson.Default.ChatMemberArray);
    });

    private User? Find(long id) =>
        world.TryFindPerson(id, out var person) ? person : world.TryFindBot(id, out var bot) ? bot.Me : null;

    private static ChatMember Member(ChatRoom room, User user)
    {
        var status = room.IsPrivate ? "member" : room.Status(user.Id);
        bool? may = status == "administrator" ? true : null;
        return new ChatMember
        {
            Status = status,
            User = user,
            IsAnonymous = status is "creator" or "administrator" ? false : null,
            CanManageChat = may,
            CanChangeInfo = may,
            CanDeleteMessages = may,
            CanRestrictMembers = may,
            CanInviteUsers = may,
            CanPinMessages = may,
            UntilDate = status == "kicked" ? 0 : null,
        };
    }

    private BotReply InRoom(BotCall call, Func<ChatRoom, BotReply> answer)
    {
        var (target, problem) = Target.Find(world, call);
        return problem ?? answer(target!.Room);
    }
}
