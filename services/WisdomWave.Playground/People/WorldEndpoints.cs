using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>The endpoints that create people, groups and topics, and change bots and members.</summary>
internal static class WorldEndpoints
{
    public static User AddPerson(NewPerson person, World world) => world.AddPerson(person.FirstName, person.Username, person.LanguageCode);

    public static Results<Ok<Chat>, ProblemHttpResult> AddGroup(NewGroup group, World world)
    {
        if (group.Type is not ("group" or "supergroup") || (group.Forum && group.Type == "group"))
            return TypedResults.Problem("type must be group or supergroup; only a supergroup can be a forum.", statusCode: StatusCodes.Status400BadRequest);
        var members = group.Members ?? new Dictionary<long, string> { [World.AnnId] = "creator", [World.BorisId] = "member" };
        return TypedResults.Ok(world.AddGroup(group.Title, group.Type, group.Forum, members, world.Bots).Info);
    }

    public static Results<Ok<BotState>, NotFound> ChangeBot(long id, BotChange change, World world, EventHub events)
    {
        if (!world.TryFindBot(id, out var bot))
            return TypedResults.NotFound();
        if (change.PrivacyMode is { } privacy)
            bot.PrivacyMode = privacy;
        bot.Rename(bot.Me with { Username = change.Username ?? bot.Me.Username, FirstName = change.FirstName ?? bot.Me.FirstName });
        events.Publish(new PersonEvent { Type = "bot", User = bot.Me });
        return TypedResults.Ok(new BotState { User = bot.Me, PrivacyMode = bot.PrivacyMode, Online = true, Description = bot.Profile.Text("description", "") });
    }

    /// <summary>Sends the bot any object as an update, even an invalid one, with a new update_id. ID 0 is the page's bot.</summary>
    public static Results<NoContent, NotFound> InjectUpdate(long id, JsonObject update, World world)
    {
        if (!world.TryFindBot(id == 0 ? null : id, out var bot))
            return TypedResults.NotFound();
        bot.Updates.Add(update);
        return TypedResults.NoContent();
    }

    /// <summary>Sends the bot each line of the body as an update, even invalid JSON. Lines that do not begin with a brace are skipped.</summary>
    public static async Task<Results<NoContent, NotFound>> InjectRawUpdates(long id, HttpRequest request, World world, CancellationToken cancellationToken)
    {
        if (!world.TryFindBot(id == 0 ? null : id, out var bot))
            return TypedResults.NotFound();
        using var lines = new StreamReader(request.Body);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith('{'))
                bot.Updates.AddRaw(line);
        }

        return TypedResults.NoContent();
    }

    public static Results<Ok<Message>, NotFound, ProblemHttpResult> AddTopic(long id, NewTopic topic, World world)
    {
        if (world.RoomOf(id, world.DefaultBot) is not { } room || !world.TryFindPerson(topic.From, out var person))
            return TypedResults.NotFound();
        if (!room.IsForum)
            return TypedResults.Problem("Only a forum has topics.", statusCode: StatusCodes.Status400BadRequest);
        return TypedResults.Ok(room.Add(new Message { MessageId = 0, Date = 0, Chat = room.Info, From = person, ForumTopicCreated = new() { Name = topic.Name } }));
    }

    public static Results<NoContent, NotFound> SetMember(long id, long userId, MemberStatus member, World world, EventHub events)
    {
        if (id > 0 || world.RoomOf(id, world.DefaultBot) is not { } room)
            return TypedResults.NotFound();
        room.SetStatus(userId, member.Status);
        events.Publish(PersonEvent.About("chat", room));
        return TypedResults.NoContent();
    }

    public static Results<NoContent, NotFound> Block(long id, long? bot, Blocking blocking, World world)
    {
        if (!world.TryFindBot(bot, out var asked) || !world.TryFindPerson(blocking.From, out var person) || world.RoomOf(id, asked) is not { } room)
            return TypedResults.NotFound();
        room.Block(person, blocking.Blocked);
        return TypedResults.NoContent();
    }

    /// <summary>Upgrades a group to a supergroup with a new ID; calls for the old one then fail with migrate_to_chat_id.</summary>
    public static Results<Ok<Chat>, NotFound> Migrate(long id, World world)
    {
        if (id > 0 || world.RoomOf(id, world.DefaultBot) is not { Info.Type: "group", MigratedTo: null } old)
            return TypedResults.NotFound();
        var successor = world.AddGroup(old.Info.Title ?? "", "supergroup", forum: false, old.Statuses, old.Bots);
        old.Add(new Message { MessageId = 0, Date = 0, Chat = old.Info, MigrateToChatId = successor.Info.Id });
        old.MigrateTo(successor.Info.Id);
        successor.Add(new Message { MessageId = 0, Date = 0, Chat = successor.Info, MigrateFromChatId = old.Info.Id });
        return TypedResults.Ok(successor.Info);
    }
}
