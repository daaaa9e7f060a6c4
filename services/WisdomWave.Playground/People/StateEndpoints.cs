using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>The endpoints that return what people see, and that change settings.</summary>
internal static class StateEndpoints
{
    private const int MessagesShown = 200;
    private const int PeopleShown = 20;
    private const int GroupsShown = 50;
    private static readonly TimeSpan OnlineFor = TimeSpan.FromMinutes(1);

    public static PlaygroundState Get(World world, EventHub events, PlaygroundOptions options, PlaygroundSettings settings, TimeProvider time)
    {
        var people = world.People.Take(PeopleShown).ToList();
        var privateRooms = world.Bots.SelectMany(bot => people.Select(person => bot.PrivateRooms.GetValueOrDefault(person.Id))).OfType<ChatRoom>();
        return new PlaygroundState
        {
            Instance = events.Instance,
            SimulatesTelegram = options.SimulatesTelegram,
            SimulatesOpenAi = options.SimulatesOpenAi,
            Settings = Show(settings),
            Bots = [.. world.Bots.Select(bot => Show(bot, time))],
            People = people,
            Chats = [.. privateRooms.Concat(world.Groups.Take(GroupsShown)).Select(room => Show(room, world))],
        };
    }

    public static Results<Ok<ChatState>, NotFound> GetChat(long id, long? bot, int? limit, World world) =>
        world.TryFindBot(bot, out var asked) && world.RoomOf(id, asked) is { } room
            ? TypedResults.Ok(Show(room, world, Math.Clamp(limit ?? MessagesShown, 1, 1_000)))
            : TypedResults.NotFound();

    public static Settings Change(Settings wanted, PlaygroundSettings settings, EventHub events)
    {
        if (wanted.TokenDelayMs is { } delay)
            settings.TokenDelay = TimeSpan.FromMilliseconds(Math.Clamp(delay, 0, 60_000));
        if (wanted.FloodLimits is { } limits)
            settings.FloodLimits = limits;
        events.Publish(new PersonEvent { Type = "settings" });
        return Show(settings);
    }

    /// <summary>Returns the command menu that a person sees in a chat; <paramref name="language"/> overrides the account's language.</summary>
    public static Results<Ok<BotCommand[]>, NotFound> Commands(long id, long person, long? bot, string? language, World world)
    {
        if (!world.TryFindBot(bot, out var asked) || !world.TryFindPerson(person, out var user) || world.RoomOf(id, asked) is not { } room)
            return TypedResults.NotFound();
        var isAdmin = !room.IsPrivate && room.Status(person) is "creator" or "administrator";
        return TypedResults.Ok(asked.Profile.MenuFor(id, person, isAdmin, language ?? user.LanguageCode));
    }

    private static Settings Show(PlaygroundSettings settings) =>
        new() { TokenDelayMs = settings.TokenDelay.TotalMilliseconds, FloodLimits = settings.FloodLimits };

    private static BotState Show(Bot bot, TimeProvider time) => new()
    {
        User = bot.Me,
        PrivacyMode = bot.PrivacyMode,
        Online = bot.Webhook is not null || bot.Updates.LastPolledAt > time.GetUtcNow() - OnlineFor,
        Description = bot.Profile.Text("description", ""),
    };

    private static ChatState Show(ChatRoom room, World world, int limit = MessagesShown) => new()
    {
        Chat = room.Info,
        BotId = room.Owner?.Me.Id,
        Members = [.. room.Statuses.Select(entry => Show(entry.Key, entry.Value, world)).OfType<Member>(), .. room.Bots.Select(bot => new Member { User = bot.Me, Status = room.Status(bot.Me.Id) })],
        Topics = [.. room.Topics.Values],
        Messages = room.Recent(limit),
        Drafts = room.Drafts(),
        PinnedMessage = room.Pinned,
        Blocked = room.Blocked,
    };

    private static Member? Show(long userId, string status, World world) =>
        world.TryFindPerson(userId, out var person) ? new Member { User = person, Status = status } : null;
}
